// Leaves the sources of the kind that was chosen alone: their names end in it.
def project = new File(request.outputDirectory, request.artifactId)
def suffix = request.properties['kind'].capitalize()
new File(project, 'src/main/java').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    if (!file.name.matches(".*${suffix}(Settings)?\\.java")) {
        file.delete()
    }
}

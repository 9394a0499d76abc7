// Leaves the sources of the kind that was chosen alone: their names begin with the class's name and the kind.
def project = new File(request.outputDirectory, request.artifactId)
def chosen = request.properties['className'] + request.properties['kind'].capitalize()
new File(project, 'src/main/java').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    if (!file.name.startsWith(chosen)) {
        file.delete()
    }
}

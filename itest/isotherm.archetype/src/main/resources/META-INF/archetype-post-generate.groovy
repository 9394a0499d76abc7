// Refuses what cannot become a plug-in, gives the sources names that Java takes, and leaves those of the chosen kind alone.
def project = new File(request.outputDirectory, request.artifactId)
def kinds = ['backbone', 'dataset', 'target', 'decoder', 'score', 'metric']

// Maven asks for the forms of properties at the prompt alone
def refuse = { why ->
    project.deleteDir()
    throw new IllegalArgumentException(why)
}
def kind = request.properties['kind']
if (!kinds.contains(kind)) {
    refuse("there is no kind '${kind}' of plug-in - choose one of ${kinds.join(', ')}")
}
def name = request.properties['name']
if (!(name ==~ /[\p{L}\p{N}]([\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?/)) {
    refuse("a plug-in cannot be named '${name}' - use letters, digits, dots, dashes and underscores, a letter or digit first and last")
}

// letters of file names that every file system and locale takes
def ascii = { text ->
    java.text.Normalizer.normalize(text.replace('ß', 'ss'), java.text.Normalizer.Form.NFKD).replaceAll(/[^\p{ASCII}]/, '')
}
def legalClass = { text ->
    def words = ascii(text).split(/[^A-Za-z0-9_$]+/).findAll { !it.isEmpty() }
    def joined = words.collect { it[0].toUpperCase(Locale.ROOT) + it.substring(1) }.join('')
    joined.isEmpty() || !Character.isJavaIdentifierStart(joined.charAt(0)) ? 'Plugin' + joined : joined
}
def legalPackage = { text ->
    text.split(/\./).findAll { !it.isEmpty() }.collect {
        def part = ascii(it).replaceAll(/[^A-Za-z0-9_]/, '_')
        if (part.isEmpty()) {
            part = 'plugin'
        }
        Character.isDigit(part.charAt(0)) ? '_' + part : javax.lang.model.SourceVersion.isKeyword(part) ? part + '_' : part
    }.join('.')
}

def sources = new File(project, 'src/main/java')
def oldClass = request.properties['className']
def oldPackage = request.properties['package']
def newClass = legalClass(oldClass)
def newPackage = legalPackage(oldPackage)
def files = []
sources.eachFileRecurse(groovy.io.FileType.FILES) { files << it }
files.each { file ->
    if (!file.name.startsWith(oldClass + kind.capitalize())) {
        file.delete()
        return
    }
    def target = new File(new File(sources, newPackage.replace('.', '/')), newClass + file.name.substring(oldClass.length()))
    def text = file.getText('UTF-8')
    if (oldClass != newClass) {
        kinds.each { text = text.replace(oldClass + it.capitalize(), newClass + it.capitalize()) }
    }
    text = text.replace("package ${oldPackage};", "package ${newPackage};")
    file.delete()
    target.parentFile.mkdirs()
    target.setText(text, 'UTF-8')
}
['bnd.bnd', 'tck.bndrun', 'README.md', 'pom.xml'].collect { new File(project, it) }.findAll { it.exists() }.each { file ->
    def text = file.getText('UTF-8')
    if (oldPackage != newPackage) {
        text = text.replace(oldPackage, newPackage)
    }
    if (oldClass != newClass) {
        kinds.each { text = text.replace(oldClass + it.capitalize(), newClass + it.capitalize()) }
    }
    file.setText(text, 'UTF-8')
}
// folders of the package that was asked for, where it was no legal one
def emptied
emptied = { folder ->
    folder.listFiles().findAll { it.directory }.each { emptied(it) }
    if (folder.list().length == 0) {
        folder.delete()
    }
}
emptied(sources)

using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>
/// Circles of files stay small enough to be read as one. A file uses another where it names a type of it that its namespace and
/// directives let it see; comments and texts do not count, nor do members of the same name.
/// </summary>
public sealed partial class FileCircleTests
{
    private const int LargestCircle = 12;

    [Fact]
    public void No_circle_of_files_is_large() => SourceFiles.AssertNone(References().Circles()
        .Where(circle => circle.Count > LargestCircle)
        .Select(circle => $"circle of {circle.Count}: {string.Join(' ', circle.Order(StringComparer.Ordinal))}"));

    private static ReferenceGraph References()
    {
        var files = SourceFiles.Under("src", "*.cs").Select(SourceFile.Read).ToList();
        var types = files.SelectMany(file => file.Types.Select(type => (Type: type, File: file))).ToLookup(pair => pair.Type, pair => pair.File);
        var references = new ReferenceGraph();
        foreach (var file in files)
        {
            var uses = references.UsesOf(file.Path);
            foreach (var used in file.Names.SelectMany(name => types[name]).Where(used => used != file && file.Sees(used.Namespace)))
            {
                uses.Add(used.Path);
            }
        }

        return references;
    }

    [GeneratedRegex(@"//.*|""""""[\s\S]*?""""""|@""(?:[^""]|"""")*""|""(?:\\.|[^""\\\n])*""|'(?:\\.|[^'\\])+'")]
    private static partial Regex NoCode();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"^(?:public|internal)[\w ]* (?:class|struct|record|record struct|enum|interface|delegate [^\s(]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w+)\b(?!\s*(?:=>|\{\s*(?:get|set|init)|=[^=>]|;|\)\s*=))")]
    private static partial Regex Name();

    private sealed record SourceFile(string Path, string Namespace, HashSet<string> Directives, HashSet<string> Types, HashSet<string> Names)
    {
        public static SourceFile Read(string path)
        {
            var code = NoCode().Replace(string.Join('\n', SourceFiles.Lines(path)), "");
            return new(
                path, NamespaceLine().Match(code).Groups[1].Value, All(Directive(), code), All(Declaration(), code), All(Name(), code));
        }

        public bool Sees(string name) => Directives.Contains(name) || Namespace == name || Namespace.StartsWith(name + ".", StringComparison.Ordinal);

        private static HashSet<string> All(Regex pattern, string code) =>
            new(pattern.Matches(code).Select(match => match.Groups[1].Value), StringComparer.Ordinal);
    }
}

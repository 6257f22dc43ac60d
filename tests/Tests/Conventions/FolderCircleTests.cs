using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>
/// No two folders of a project use each other, directly or by way of others: by their using directives, of which the build keeps none
/// that is not needed.
/// </summary>
public sealed partial class FolderCircleTests
{
    [Fact]
    public void Folders_do_not_use_each_other_in_circles() => SourceFiles.AssertNone(References().Circles()
        .Select(circle => $"circle: {string.Join(' ', circle.Order(StringComparer.Ordinal))}"));

    private static ReferenceGraph References()
    {
        var references = new ReferenceGraph();
        foreach (var file in SourceFiles.Under("src", "*.cs"))
        {
            var folder = string.Join('/', file.Split('/')[1..^1].Take(2));
            var used = references.UsesOf(folder);
            foreach (var line in SourceFiles.Lines(file).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)))
            {
                var name = Directive().Match(line).Groups[1].Value.Replace('.', '/');
                if (name.Length > 0 && name != folder)
                {
                    used.Add(name);
                }
            }
        }

        return references;
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?SecretsKit\.(\w+(?:\.\w+)?)")]
    private static partial Regex Directive();
}

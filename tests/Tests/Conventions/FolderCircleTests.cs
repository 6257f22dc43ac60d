using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>
/// No two folders of a project use each other, directly or by way of others: by their using directives, of which the build keeps none
/// that is not needed. The circles that are still there are listed; the list may only become shorter.
/// </summary>
public sealed partial class FolderCircleTests
{
    private static readonly string[][] Known =
    [
        ["Core/Errors", "Core/Text"],
        ["Platform/Files", "Platform/Lifetime", "Platform/Native", "Platform/Processes"],
        [
            "Templating/Builtins", "Templating/Execution", "Templating/Formatting", "Templating/Functions", "Templating/Parsing",
        ],
        ["Charts/Dependencies", "Charts/Loading", "Charts/Values"],
    ];

    [Fact]
    public void There_are_no_circles_but_those_that_are_listed()
    {
        var circles = Circles(References());
        SourceFiles.AssertNone(circles
            .Where(circle => !Known.Any(known => circle.IsSubsetOf(known)))
            .Select(circle => $"circle: {string.Join(' ', circle.Order(StringComparer.Ordinal))}"));
        SourceFiles.AssertNone(Known
            .SelectMany(known => known.Where(folder => !circles.Any(circle => circle.Contains(folder))))
            .Select(folder => $"{folder} is in no circle any more: take it from the list"));
    }

    private static Dictionary<string, HashSet<string>> References()
    {
        var references = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var file in SourceFiles.Under("src", "*.cs"))
        {
            var folder = string.Join('/', file.Split('/')[1..^1].Take(2));
            var used = references.TryGetValue(folder, out var known) ? known : references[folder] = new(StringComparer.Ordinal);
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

    // Each folder with all that it reaches and that reaches it.
    private static List<HashSet<string>> Circles(Dictionary<string, HashSet<string>> references)
    {
        var reached = references.Keys.ToDictionary(folder => folder, folder => Reached(references, folder), StringComparer.Ordinal);
        var circles = new List<HashSet<string>>();
        foreach (var folder in references.Keys)
        {
            if (!reached[folder].Contains(folder) || circles.Any(circle => circle.Contains(folder)))
            {
                continue;
            }

            circles.Add([.. reached[folder].Where(other => reached.TryGetValue(other, out var back) && back.Contains(folder))]);
        }

        return circles;
    }

    private static HashSet<string> Reached(Dictionary<string, HashSet<string>> references, string start)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(references[start]);
        while (rest.TryPop(out var folder))
        {
            if (reached.Add(folder) && references.TryGetValue(folder, out var next))
            {
                foreach (var other in next)
                {
                    rest.Push(other);
                }
            }
        }

        return reached;
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?SecretsKit\.(\w+(?:\.\w+)?)")]
    private static partial Regex Directive();
}

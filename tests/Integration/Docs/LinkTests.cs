using System.Text;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Docs;

/// <summary>Links of pages, and the places in the sources that they name.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_link_of_a_page_leads_to_a_file_and_a_heading() => Require(Checkout.Root);

    [Fact]
    public void Places_of_the_sources_that_a_page_names_are_there()
    {
        foreach (var page in Pages(Checkout.Root))
        {
            Assert.All(
                DocumentText.SourcePaths(File.ReadAllText(page)),
                place => Assert.True(Path.Exists(Path.Combine(Checkout.Root, place)), $"{page}: {place} is not there"));
        }
    }

    [Fact]
    public void Classes_of_tests_that_reviewers_are_sent_to_are_there()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = DocumentText.ClassNames(PageScript.Read("docs/security-review.md")).ToList();
        Assert.Contains("HostileChartTests", named);
        Assert.Equal([], named.Where(name => !sources.Contains(name)));
    }

    /// <summary>Fails for a link of a page below a folder that leads nowhere.</summary>
    internal static void Require(string root)
    {
        Assert.NotEmpty(Pages(root));
        foreach (var page in Pages(root))
        {
            foreach (var target in DocumentText.Links(DocumentText.WithoutBlocks(File.ReadAllText(page))))
            {
                var parts = target.Split('#');
                var path = parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
                Assert.True(Path.Exists(path), $"{page}: {target} leads nowhere");
                Assert.True(
                    parts.Length == 1 || Headings(path).Contains(parts[1]), $"{page}: {target} leads to no heading of its page");
            }
        }
    }

    private static IEnumerable<string> Pages(string root) => Directory.EnumerateFiles(root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
        .Append(Path.Combine(root, "examples", "README.md"));

    // As code hosts make them: lower case, blanks as hyphens, other signs left out.
    private static HashSet<string> Headings(string path) => DocumentText.WithoutBlocks(File.ReadAllText(path)).Split('\n')
        .Where(line => line.StartsWith('#'))
        .Select(line => new StringBuilder().AppendJoin("", line.TrimStart('#').Trim().ToLowerInvariant()
            .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
            .Select(letter => letter == ' ' ? '-' : letter)).ToString())
        .ToHashSet();
}

using System.Xml.Linq;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Conventions;

/// <summary>Where things live, and which way the arrows point.</summary>
public sealed class LayoutTests
{
    private static readonly Dictionary<string, int> Tiers = new()
    {
        ["Core"] = 0,
        ["CommandLine"] = 1,
        ["Platform"] = 1,
        ["Templating"] = 1,
        ["Kubernetes"] = 2,
        ["Repository"] = 2,
        ["Charts"] = 2,
        ["Providers"] = 3,
        ["Releases"] = 3,
        ["Sync"] = 4,
        ["Pipeline"] = 4,
        ["Cli"] = 5,
        ["Agent"] = 5,
    };

    [Fact]
    public void Project_references_point_to_a_lower_tier()
    {
        var projects = SourceFiles.Under("src", "*.csproj");
        Assert.NotEmpty(projects);
        SourceFiles.AssertNone(
            from project in projects
            from reference in References(project)
            let source = Path.GetFileNameWithoutExtension(project)
            where Tiers[reference] >= Tiers[source]
            select $"{source} (tier {Tiers[source]}) references {reference} (tier {Tiers[reference]})");
    }

    [Fact]
    public void Core_stands_on_nothing_of_ours() => Assert.Empty(References("src/Core/Core.csproj"));

    [Fact]
    public void A_file_lives_in_the_folder_that_its_namespace_names()
    {
        var offenders = new List<string>();
        foreach (var (top, prefix) in new[] { ("src", "SecretsKit."), ("tests", "SecretsKit.") })
        {
            foreach (var file in SourceFiles.Under(top, "*.cs"))
            {
                var wanted = prefix + string.Join('.', file.Split('/')[1..^1]);
                var declared = SourceFiles.Lines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
                if (declared is not null && declared != $"namespace {wanted};")
                {
                    offenders.Add($"{file}: {declared} instead of {wanted}");
                }
            }
        }

        SourceFiles.AssertNone(offenders);
    }

    [Fact]
    public void Each_package_version_has_a_comment_that_says_why_we_carry_it()
    {
        var packages = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToList();
        Assert.NotEmpty(packages);
        SourceFiles.AssertNone(packages
            .Where(package => package.NodesBeforeSelf().LastOrDefault(node => node is not XText) is not XComment)
            .Select(package => $"{package.Attribute("Include")!.Value} has no comment above it"));
    }

    [Fact]
    public void Internals_are_shown_to_tests_and_benchmarks_only()
    {
        string[] allowed = ["SecretsKit.Tests", "SecretsKit.Goldens", "SecretsKit.Benchmarks", "SecretsKit.Integration"];
        SourceFiles.AssertNone(SourceFiles.Under("src", "*.*proj").Append("src/Directory.Build.props")
            .SelectMany(file => XDocument.Load(Path.Combine(Checkout.Root, file)).Descendants("InternalsVisibleTo"))
            .Select(friend => friend.Attribute("Include")!.Value)
            .Where(friend => !allowed.Contains(friend)));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Checkout.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}

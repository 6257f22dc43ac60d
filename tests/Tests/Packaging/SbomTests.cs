using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Packaging;

/// <summary>The bill of materials that <c>build/sbom</c> makes of the command line as it was restored for this build.</summary>
public sealed class SbomTests
{
    private static readonly string Assets = Path.Combine(Checkout.Root, "artifacts", "obj", "Cli", "project.assets.json");

    private static async Task<string> MakeAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "build", "sbom"), [Assets, "1.2.3"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SOURCE_DATE_EPOCH"] = "86400";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [Fact]
    public async Task Lists_what_is_shipped_with_versions_licences_and_hashes()
    {
        var bom = JsonNode.Parse(await MakeAsync())!;
        Assert.Equal(("CycloneDX", "1.5"), (bom["bomFormat"]!.GetValue<string>(), bom["specVersion"]!.GetValue<string>()));
        Assert.Equal("1970-01-02T00:00:00Z", bom["metadata"]!["timestamp"]!.GetValue<string>());
        Assert.Equal("pkg:generic/secretskit@1.2.3", bom["metadata"]!["component"]!["purl"]!.GetValue<string>());
        var components = bom["components"]!.AsArray().ToDictionary(row => row!["name"]!.GetValue<string>(), row => row!);
        foreach (var shipped in Shipped().Where(row => components.ContainsKey(row.Name) || row.Name == "System.CommandLine"))
        {
            var component = components[shipped.Name];
            Assert.Equal(shipped.Version, component["version"]!.GetValue<string>());
            Assert.Matches("^[0-9a-f]{128}$", component["hashes"]![0]!["content"]!.GetValue<string>());
            Assert.NotEmpty(component["licenses"]!.AsArray());
        }

        Assert.DoesNotContain("Microsoft.CodeAnalysis.BannedApiAnalyzers", components.Keys);
        Assert.Equal(components.Count + 1, bom["dependencies"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_the_same_each_time() => Assert.Equal(await MakeAsync(), await MakeAsync());

    private static IEnumerable<(string Name, string Version)> Shipped() =>
        XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props"))
            .Descendants("ItemGroup")
            .First(group => group.Attribute("Label")?.Value == "Shipped")
            .Elements("PackageVersion").Select(row => (row.Attribute("Include")!.Value, row.Attribute("Version")!.Value));
}

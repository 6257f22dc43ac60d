using SecretsKit.Core.Data.Yaml;
using SecretsKit.Sync.Linting;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Sync;

/// <summary>Each kind that the chart defines is known to <c>sync lint</c>.</summary>
public sealed class LintDefinitionTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "src", "Agent", "chart", "files", "crds");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_kind_is_found_by_its_name(string file)
    {
        var text = File.ReadAllBytes(Path.Combine(Folder, file));
        var spec = KubernetesYaml.Read(text, new() { KeepsIntegers = true }).AsMap!.Child("spec")!;
        var kind = spec.Child("names")!.Text("kind");
        Assert.All(
            spec.Children("versions"),
            version => Assert.NotNull(CustomDefinitions.Find(spec.Text("group"), version.Text("name"), kind, out _)));
    }
}

using SecretsKit.Charts.Validation;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Charts.Validation;

public sealed class SchemaLocationTests
{
    private static readonly ResourceIdentity Deployment = new("Deployment", "apps/v1", "", "web");
    private static readonly ResourceIdentity Service = new("Service", "v1", "", "web");
    private static readonly ResourceIdentity Ingress = new("Ingress", "networking.k8s.io/v1", "", "web");

    [Theory]
    [InlineData("schemas", "master", false, "schemas/master-standalone/deployment-apps-v1.json")]
    [InlineData("schemas", "1.31.0", true, "schemas/v1.31.0-standalone-strict/deployment-apps-v1.json")]
    [InlineData("a/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json", "master", false, "a/apps/deployment_v1.json")]
    [InlineData("{{ if eq .ResourceKind \"pod\" }}a{{ else }}b{{ end }}.json", "master", false, "b.json")]
    [InlineData(
        "default", "1.31.0", false,
        "https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/v1.31.0-standalone/deployment-apps-v1.json")]
    public void Templates_know_kind_version_and_strictness(string text, string version, bool isStrict, string expected) =>
        Assert.Equal(expected, Parse(text, version, isStrict).For(Deployment));

    [Fact]
    public void Suffixes_have_the_first_label_of_the_group()
    {
        var location = Parse("{{ .Group }} {{ .ResourceAPIVersion }} {{ .KindSuffix }} json");
        Assert.Equal("v1 v1 -v1 json", location.For(Service));
        Assert.Equal("networking.k8s.io v1 -networking-v1 json", location.For(Ingress));
    }

    [Theory]
    [InlineData("schemas", false)]
    [InlineData("https://example.com/schemas", true)]
    [InlineData("default", true)]
    [InlineData("httpd/schemas", false)]
    public void Only_servers_are_remote(string text, bool expected) => Assert.Equal(expected, Parse(text).IsRemote);

    [Theory]
    [InlineData("{{ .Nope }}.json", "can't evaluate field Nope in type struct { NormalizedKubernetesVersion string; ")]
    [InlineData("{{ .json", "template: tpl:1: unclosed action")]
    [InlineData("{{ env \"HOME\" }}.json", "function \"env\" not defined")]
    [InlineData("{{ range 1000000000 }}xxxxxxxxxxxxxxxx{{ end }}.json", "")]
    public void A_template_that_cannot_be_used_is_refused_at_once(string text, string message)
    {
        var failure = Assert.Throws<SecretsKitException>(() => Parse(text));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
    }

    [Theory]
    [InlineData("master", true)]
    [InlineData("1.31.0", true)]
    [InlineData("1.31", false)]
    [InlineData("v1.31.0", false)]
    [InlineData("1.31.0-rc.1", false)]
    [InlineData("1..0", false)]
    [InlineData("", false)]
    public void Versions_are_whole(string text, bool expected) => Assert.Equal(expected, ValidationOptions.IsVersion(text));

    private static SchemaLocation Parse(string text, string version = "master", bool isStrict = false) =>
        SchemaLocation.Parse(text, new() { KubernetesVersion = version, IsStrict = isStrict });
}

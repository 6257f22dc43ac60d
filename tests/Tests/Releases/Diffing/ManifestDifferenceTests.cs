using SecretsKit.Releases.Diffing;

namespace SecretsKit.Tests.Releases.Diffing;

/// <summary>What a diff finds, and how much of Secrets it shows.</summary>
public sealed class ManifestDifferenceTests
{
    private const string Secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: b25l, same: eA==}\nstringData: {b: two}\n";

    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", " a| b| c")]
    [InlineData("a\nb\nc", "a\nx\nc", " a|-b|+x| c")]
    [InlineData("", "a", "-|+a")]
    [InlineData("a", "", "-a|+")]
    [InlineData("one\ntwo\nthree", "seven\none\none\ntwo", "+seven| one|+one| two|-three")]
    [InlineData("ten\none\ntwo", "one\ntwo\ntwo\nmore", "-ten| one|+two| two|+more")]
    public void Lines_are_compared_as_the_plugin_compares_them(string old, string now, string expected) =>
        Assert.Equal(expected, Shown(Difference(new(), Map("x", old), Map("x", now)).SingleOrDefault(), old));

    [Fact]
    public void P_063_Secrets_are_shown_by_their_lengths_alone()
    {
        var change = Secrets(new());
        var text = string.Join('\n', change.Lines.Select(line => line.Text));
        Assert.Contains("  a: '-------- # (3 bytes)'", text, StringComparison.Ordinal);
        Assert.Contains("  a: '++++++++ # (5 bytes)'", text, StringComparison.Ordinal);
        Assert.Contains("  same: 'REDACTED # (1 bytes)'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("b25l", text, StringComparison.Ordinal);
        Assert.DoesNotContain("two", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stringData", text, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], FieldComparison.Of(change.Old!.Tree, change.Now!.Tree).Select(field => field.Field));
    }

    [Fact]
    public void Secrets_are_shown_decoded_on_request() => Assert.Contains(
        Secrets(new() { Secrets = SecretView.Decoded }).Lines, line => line is { Origin: LineOrigin.Old, Text: "  a: one" });

    [Fact]
    public void Renamed_objects_are_one_change_if_they_are_alike_enough()
    {
        const string Body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\ndata:\n  a: '1'\n  b: '2'\n";
        var (old, now) = (Map("one", Body.Replace("NAME", "one")), Map("two", Body.Replace("NAME", "two")));
        Assert.Equal([ChangeKind.Remove, ChangeKind.Add], Difference(new(), old, now).Select(change => change.Kind));
        Assert.Equal([ChangeKind.Remove, ChangeKind.Add], Difference(new() { RenameShare = 0.1 }, old, now).Select(change => change.Kind));
        Assert.Equal("one", Assert.Single(Difference(new() { RenameShare = 0.5 }, old, now)).Subject.Key);
    }

    [Fact]
    public void What_a_policy_keeps_is_not_shown_as_removed()
    {
        const string Kept = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: k, annotations: {helm.sh/resource-policy: keep}}\n";
        Assert.Empty(new ManifestDifference(new()).Of(new DiffManifest("ns").Read(Kept), new Dictionary<string, DiffObject>()));
    }

    [Theory]
    [InlineData("test", false, 0)]
    [InlineData("test-success", false, 0)]
    [InlineData("test", true, 1)]
    [InlineData("pre-install", false, 1)]
    public void Tests_count_on_request_alone(string hook, bool includesTests, int expected) => Assert.Equal(
        expected,
        new DiffManifest("ns") { IncludesTests = includesTests }
            .Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, annotations: {{helm.sh/hook: {hook}}}}}\n").Count);

    [Fact]
    public void Lists_are_their_objects_and_what_is_no_object_is_left_out() => Assert.Equal(
        ["ns, a, ConfigMap (v1)", "other, b, Deployment (apps)"],
        new DiffManifest("ns").Read(
            "---\n# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n"
            + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b, namespace: other}\n---\nx: 1\n").Keys);

    private static ObjectChange Secrets(DiffOptions options)
    {
        var manifests = new DiffManifest("ns");
        var now = Secret.Replace("b25l", "dGhyZWU=", StringComparison.Ordinal).Replace("two", "four", StringComparison.Ordinal);
        return Assert.Single(new ManifestDifference(options).Of(manifests.Read(Secret), manifests.Read(now)));
    }

    private static IReadOnlyList<ObjectChange> Difference(
        DiffOptions options, Dictionary<string, DiffObject> old, Dictionary<string, DiffObject> now) =>
        new ManifestDifference(options).Of(old, now);

    private static Dictionary<string, DiffObject> Map(string key, string content) => new() { [key] = new(key, content, new()) };

    private static string Shown(ObjectChange? change, string same) => string.Join('|', change is null
        ? same.Split('\n').Select(line => " " + line)
        : change.Lines.Select(line => (line.Origin switch { LineOrigin.Old => "-", LineOrigin.New => "+", _ => " " }) + line.Text));
}

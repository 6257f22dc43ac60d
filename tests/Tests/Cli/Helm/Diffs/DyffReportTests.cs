using SecretsKit.Cli.Helm.Diffs.Dyff;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Tests.Cli.Helm.Diffs;

/// <summary>How objects are compared place by place, beside what the recorded runs of the plugin show.</summary>
public sealed class DyffReportTests
{
    private const string One = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: one}
        data: {text: "a\nb\nc", kept: same, gone: x, number: "1"}
        list: [a, b, c]
        named: [{name: web, image: one}, {name: side, image: two}]
        """;

    private const string Now = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: one}
        data: {text: "a\nx\nc", kept: same, number: 1}
        list: [c, b, d]
        named: [{name: side, image: two}, {name: web, image: three}]
        """;

    [Fact]
    public void Places_are_named_and_entries_of_lists_are_found_again() => Assert.Equal(
        """

        data
        - one map entry removed:
        gone: x

        data.text
        ± value change in multiline text (one insert, one deletion)
        - b
        + x


        data.number
        ± type change from string to int
        - 1
        + 1

        list
        ⇆ order changed   - one list entry removed:   + one list entry added:
        - b, c            - a                         - d
        + c, b

        named
        ⇆ order changed
        - web, side
        + side, web

        named.web.image
        ± value change
        - one
        + three


        """,
        Report(One, Now));

    [Fact]
    public void Objects_that_come_and_go_are_whole()
    {
        const string Other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n";
        Assert.Equal(
            "\n(root level)\n- one document removed:\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n\n", Report(Other, ""));
        Assert.Equal(
            "\n(root level)\n+ one document added:\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n\n", Report("", Other));
        Assert.Equal("\n", Report("", ""));
    }

    // In the order of changes, by namespace: that of the release is ns.
    [Fact]
    public void Objects_are_named_where_there_are_several()
    {
        const string Two = "\n---\n# Source: a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two, namespace: other}\nv: ";
        const string Plain = "\n---\n# Source: b.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\nv: ";
        Assert.Equal(
            "\nv  (v1/ConfigMap/two)\n± value change\n- 1\n+ 2\n\nv  (v1/ConfigMap/other/two)\n± value change\n- 1\n+ 2\n\n",
            Report(Two + "1" + Plain + "1", Two + "2" + Plain + "2"));
    }

    private static string Report(string old, string now) => DyffReport.Of(DyffComparison.Of(
        new ManifestDifference(new()).Of(new DiffManifest("ns").Read(old), new DiffManifest("ns").Read(now))));
}

using System.Globalization;
using System.Text.Json;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class SemverGoldens
{
    public static IEnumerable<TheoryDataRow<string>> Versions =>
        GoTextData.Rows("semver.jsonl", row => row.TryGetProperty("version", out _));

    public static IEnumerable<TheoryDataRow<string>> Orders => GoTextData.Rows("semver.jsonl", row => row.TryGetProperty("sorted", out _));

    public static IEnumerable<TheoryDataRow<string>> Constraints =>
        GoTextData.Rows("semver.jsonl", row => row.TryGetProperty("constraint", out _));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Versions_are_read_as_charts_and_sops_read_them(string name)
    {
        var row = GoTextData.Read(name);
        var text = row.Text("version")!;
        var strict = SemanticVersion.TryParse(text, SemanticVersionStyle.Strict, out var version, out var error);
        Assert.Equal(row.Text("strict") ?? row.Text("strictError"), strict ? version!.ToString() : error);
        if (!SemanticVersion.TryParse(text, SemanticVersionStyle.Loose, out version, out error))
        {
            Assert.Equal(row.Text("error"), error);
            return;
        }

        Assert.Null(row.Text("error"));
        Assert.Equal(
            (row.GetProperty("major").GetUInt64(), row.GetProperty("minor").GetUInt64(), row.GetProperty("patch").GetUInt64()),
            (version.Major, version.Minor, version.Patch));
        Assert.Equal(
            (row.Text("prerelease"), row.Text("metadata"), row.Text("string")), (version.Prerelease, version.Metadata, version.ToString()));
        Assert.Equal(
            (row.Text("incMajor"), row.Text("incMinor"), row.Text("incPatch")),
            (version.NextMajor().ToString(), version.NextMinor().ToString(), version.NextPatch().ToString()));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Versions_are_ordered_by_precedence(string name)
    {
        var sorted = GoTextData.Read(name).GetProperty("sorted").EnumerateArray().Select(text => Parse(text.GetString()!)).ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            Assert.True(sorted[i - 1] <= sorted[i], string.Create(CultureInfo.InvariantCulture, $"{sorted[i - 1]} and {sorted[i]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constraints_hold_and_fail_for_the_reasons_of_the_reference(string name)
    {
        var row = GoTextData.Read(name);
        var read = VersionConstraint.TryParse(row.Text("constraint")!, out var constraint, out var error);
        Assert.Equal(row.Text("error"), error);
        foreach (var column in row.EnumerateObject().Where(c => read && c.Value.ValueKind == JsonValueKind.Object))
        {
            var isMet = constraint!.IsMet(Parse(column.Name), out var reasons);
            var why = column.Value.GetProperty("why");
            var expected = why.ValueKind == JsonValueKind.Null ? [] : why.EnumerateArray().Select(text => text.GetString());
            Assert.Equal((column.Name, column.Value.GetProperty("ok").GetBoolean()), (column.Name, isMet));
            Assert.Equal(expected, reasons);
        }

        Assert.Equal(row.Text("string"), constraint?.ToString());
    }

    private static SemanticVersion Parse(string text)
    {
        Assert.True(SemanticVersion.TryParse(text, SemanticVersionStyle.Loose, out var version));
        return version;
    }
}

using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Dates in charts are written in the zone that TZ names, as Helm does.</summary>
public sealed class LocalZoneTests
{
    [Theory]
    [InlineData("UTC", "1970-01-01 00:00 UTC")]
    [InlineData("", "1970-01-01 00:00 UTC")]
    [InlineData("Nowhere/Nothing", "1970-01-01 00:00 UTC")]
    [InlineData("America/New_York", "1969-12-31 19:00 EST")]
    [InlineData(":Asia/Tokyo", "1970-01-01 09:00 JST")]
    [InlineData("Africa/Monrovia", "1969-12-31 23:15 MMT")]
    [InlineData("/usr/share/zoneinfo/Asia/Kolkata", "1970-01-01 05:30 IST")]
    [InlineData("/usr/share/zoneinfo/Nothing", "1970-01-01 00:00 UTC")]
    public async Task Dates_are_those_of_the_zone_of_the_environment(string zone, string expected)
    {
        using var run = new VerbRun();
        run.Variables["TZ"] = zone;
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", "at: {{ 0 | date \"2006-01-02 15:04 MST\" }}\n");
        Assert.Equal($"---\n# Source: c/templates/t.yaml\nat: {expected}\n", (await run.RunAsync("helm", "template", "r", "c")).OutputText);
        var version = await run.RunAsync("helm", "version", "--template", "{{ 0 | date \"2006-01-02 15:04 MST\" }}");
        Assert.Equal(expected, version.OutputText);
        run.Write("c/templates/t.yaml", "at: {{ .Release.Name }}\n");
        var name = await run.RunAsync("helm", "template", "c", "--name-template", "at{{ 0 | date \"150405\" }}");
        Assert.Contains($"at: at{expected[11..13]}{expected[14..16]}", name.OutputText, StringComparison.Ordinal);
    }
}

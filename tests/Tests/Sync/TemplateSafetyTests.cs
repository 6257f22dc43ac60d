using SecretsKit.Sync.Planning;

namespace SecretsKit.Tests.Sync;

/// <summary>Templates see the provider's data and nothing else.</summary>
public sealed class TemplateSafetyTests
{
    [Theory]
    [InlineData("{{ env \"CANARY\" }}")]
    [InlineData("{{ expandenv \"$CANARY\" }}")]
    [InlineData("{{ getHostByName \"localhost\" }}")]
    [InlineData("{{ lookup \"v1\" \"Secret\" \"team\" \"x\" }}")]
    [InlineData("{{ include \"x\" . }}")]
    [InlineData("{{ tpl \"x\" . }}")]
    [InlineData("{{ readFile \"/etc/passwd\" }}")]
    [InlineData("{{ .Files.Get \"/etc/passwd\" }}")]
    [InlineData("{{ .Values.x }}")]
    [InlineData("{{ .Capabilities }}")]
    [InlineData("{{ .Release.Name }}")]
    [InlineData("{{ getSecretKey \"other\" \"x\" }}")]
    [InlineData("{{ range until 100000000 }}{{ randAlphaNum 1000 }}{{ end }}")]
    [InlineData("{{ repeat 1000000000 \"x\" }}")]
    public async Task Cannot_reach_out(string template)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping($$"""
            secretStoreRef: {name: store}
            data: [{secretKey: a, remoteRef: {key: a} }]
            target: {template: {data: {x: '{{template}}' } } }
            """));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal("could not update secret", plan.Done.Status!.Conditions.Single().Message);
        Assert.DoesNotContain("canary-env", plan.Done.Failure!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ fail .a }}", "error calling fail: [REDACTED]")]
    [InlineData("{{ fail (printf \"<%s>\" .a) }}", "error calling fail: <[REDACTED]>")]
    [InlineData("{{ fail (b64enc .a) }}", "error calling fail: [REDACTED]")]
    [InlineData("{{ fail \"stop here\" }}", "error calling fail: stop here")]
    public async Task A_failure_shows_no_value(string template, string end)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping($$"""
            secretStoreRef: {name: store}
            data: [{secretKey: a, remoteRef: {key: a} }]
            target: {template: {data: {x: '{{template}}' } } }
            """));
        Assert.EndsWith(end, plan.Done.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", plan.Done.Failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ .a }}", "canary-a")]
    [InlineData("{{ index . \"none\" | default \"d\" }}", "d")]
    [InlineData("{{ upper .a | quote }}", "\"CANARY-A\"")]
    [InlineData("{{ \"616263\" | hexdec }}", "abc")]
    [InlineData("{{ (.map | fromJson).x }}", "1")]
    [InlineData("{{ len . }}", "2")]
    public async Task Renders_the_data(string template, string expected)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping($$"""
            secretStoreRef: {name: store}
            data: [{secretKey: a, remoteRef: {key: a} }, {secretKey: map, remoteRef: {key: map} }]
            target: {template: {data: {x: '{{template}}' } } }
            """));
        Assert.Equal(expected, SyncBench.TextOf(plan, "x"));
    }
}

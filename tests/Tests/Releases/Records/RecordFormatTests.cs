using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>The JSON of records where what the reference stored does not show it.</summary>
public sealed class RecordFormatTests
{
    private const string Run = """{"started_at":"","completed_at":"","phase":""}""";

    /// <summary>Fields that this program does not know survive, behind those that it knows.</summary>
    [Theory]
    [InlineData(
        """{"name":"a","zeta":[1,{"b":null}],"alpha":"<&>"}""",
        """{"name":"a","alpha":"\u003c\u0026\u003e","zeta":[1,{"b":null}]}""")]
    [InlineData("""{"info":{"status":"deployed","later":{}}}""", """{"info":{"status":"deployed","later":{}}}""")]
    [InlineData("""{"hooks":[{"x":1,"name":"h"}]}""", """{"hooks":[{"name":"h","last_run":{"phase":""},"x":1}]}""")]
    [InlineData(
        """{"chart":{"metadata":{"name":"c","team":"t","maintainers":[{"name":"m","chat":"#c"}]},"x":0}}""",
        """{"chart":{"metadata":{"name":"c","maintainers":[{"name":"m","chat":"#c"}],"team":"t"},"lock":null"""
        + ""","templates":null,"values":null,"schema":null,"schemamodtime":"0001-01-01T00:00:00Z","files":null,"x":0}}""")]
    public void Unknown_fields_survive(string json, string written) => AssertWritten(json, written, HelmGeneration.V4);

    [Theory]
    [InlineData("""{"info":{"status":"x"}}""", """{"info":{"first_deployed":"","last_deployed":"","deleted":"","status":"x"}}""")]
    [InlineData("""{"hooks":[{"name":"h"}]}""", """{"hooks":[{"name":"h","last_run":""" + Run + "}]}")]
    [InlineData("""{"name":"a","apply_method":"ssa"}""", """{"name":"a","apply_method":"ssa"}""")]
    public void The_third_generation_writes_empty_times(string json, string written) => AssertWritten(json, written, HelmGeneration.V3);

    [Theory]
    [InlineData("""{"info":{"deleted":"","first_deployed":"","status":"x"}}""", """{"info":{"status":"x"}}""")]
    [InlineData("""{"info":{"deleted":"0001-01-01T00:00:00Z"}}""", """{"info":{}}""")]
    [InlineData("""{"hooks":[{"last_run":""" + Run + "}]}", """{"hooks":[{"last_run":{"phase":""}}]}""")]
    public void The_fourth_generation_leaves_them_out(string json, string written) => AssertWritten(json, written, HelmGeneration.V4);

    [Theory]
    [InlineData("2024-05-06T07:08:09.500Z", "2024-05-06T07:08:09.5Z")]
    [InlineData("2024-05-06T07:08:09.123456789+02:00", "2024-05-06T07:08:09.123456789+02:00")]
    [InlineData("2024-05-06T07:08:09.000-11:30", "2024-05-06T07:08:09-11:30")]
    [InlineData("2024-05-06T07:08:09+00:00", "2024-05-06T07:08:09Z")]
    public void Times_are_written_as_Go_writes_them(string read, string written) => AssertWritten(
        $$$"""{"info":{"last_deployed":"{{{read}}}"}}""", $$$"""{"info":{"last_deployed":"{{{written}}}"}}""", HelmGeneration.V4);

    [Fact]
    public void Empty_fields_are_left_out_or_null() => AssertWritten(
        """{"name":"","version":0,"config":{},"hooks":[],"manifest":null,"chart":{"files":[],"values":{},"lock":{"dependencies":[{}]}}}""",
        """{"chart":{"metadata":null,"lock":{"generated":"0001-01-01T00:00:00Z","digest":"","dependencies":[{"name":"","repository":""}]}"""
        + ""","templates":null,"values":{},"schema":null,"files":[]}}""",
        HelmGeneration.V3);

    [Fact]
    public void A_change_leaves_the_release_that_it_is_made_of_alone()
    {
        var json = """{"name":"a","version":2,"info":{"status":"deployed","extra":1},"hooks":[{"name":"h"}]}""";
        var release = RecordText.Record(json).Read();
        var run = new HookRun(HookPhase.Running, new Timestamp(1_700_000_000, 0, 0));
        var changed = release
            .With(ReleaseStatus.Failed, "it broke")
            .With(ApplyMethod.ServerSide)
            .WithDeleted(new(1_700_000_001, 0, 0))
            .WithHooks([release.Hooks[0].With(run)]);
        Assert.Equal(
            """{"name":"a","info":{"deleted":"2023-11-14T22:13:21Z","description":"it broke","status":"failed","extra":1}"""
            + ""","hooks":[{"name":"h","last_run":{"started_at":"2023-11-14T22:13:20Z","phase":"Running"}}]"""
            + ""","version":2,"apply_method":"ssa"}""",
            Json(changed, HelmGeneration.V4));
        Assert.Equal(run, changed.Hooks[0].LastRun);
        Assert.Equal(
            """{"name":"a","info":{"status":"deployed","extra":1},"hooks":[{"name":"h","last_run":{"phase":""}}],"version":2}""",
            Json(release, HelmGeneration.V4));
    }

    [Fact]
    public void Nothing_that_may_be_secret_prints_itself()
    {
        var record = RecordText.Record(
            """{"name":"a","version":3,"manifest":"canary-51c2","config":{"p":"canary-51c2"},"hooks":[{"manifest":"canary-51c2"}]}""");
        var release = record.Read();
        var text = $"{record}{release}{release.Hooks[0]}{release.Chart}{release.Manifest}{release.Config}";
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.Equal("Release(a.v3)", release.ToString());
    }

    [Theory]
    [InlineData("sh.helm.release.v1.my.app.v12", "my.app", 12)]
    [InlineData("sh.helm.release.v1.a.v1.v3", "a.v1", 3)]
    public void The_name_of_a_record_holds_its_release_and_revision(string text, string release, int revision)
    {
        Assert.True(RecordKey.TryParse(text, out var key));
        Assert.Equal(new RecordKey(release, revision), key);
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("sh.helm.release.v1.v1")]
    [InlineData("sh.helm.release.v1.a")]
    [InlineData("sh.helm.release.v1.a.v")]
    [InlineData("sh.helm.release.v1.a.v-1")]
    [InlineData("sh.helm.release.v1.a.v99999999999")]
    [InlineData("other.v1")]
    public void Other_names_are_none_of_a_record(string text) => Assert.False(RecordKey.TryParse(text, out _));

    private static void AssertWritten(string json, string written, HelmGeneration generation) =>
        Assert.Equal(written, Json(RecordText.Record(json).Read(), generation));

    private static string Json(Release release, HelmGeneration generation) =>
        Encoding.UTF8.GetString(RecordCodec.ToJson(release, generation).Span);
}

using SecretsKit.Agent.Settings;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>What flags and variables say about telemetry.</summary>
public sealed class OtlpSettingsTests
{
    [Fact]
    public void Nothing_is_sent_by_default_or_where_the_environment_forbids_it()
    {
        Assert.Null(Read([]));
        Assert.Null(Read([], ("OTEL_SERVICE_NAME", "x"), ("OTEL_TRACES_SAMPLER", "nonsense")));
        Assert.Null(Read(["--otlp-endpoint=http://c:4318"], ("OTEL_SDK_DISABLED", "true")));
        Assert.Null(Read([], ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"), ("OTEL_TRACES_EXPORTER", "none")));
    }

    [Theory]
    [InlineData("http://flag:4318/v1/traces", "--otlp-endpoint=http://flag:4318", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://own/x")]
    [InlineData("http://flag:4318/base/v1/traces", "--otlp-endpoint=http://flag:4318/base/", "")]
    [InlineData("http://all:4318/v1/traces", "", "OTEL_EXPORTER_OTLP_ENDPOINT=http://all:4318")]
    [InlineData("http://own/x", "", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://own/x")]
    public void The_address_is_the_flags_then_that_of_the_signal_then_that_of_all(string url, string flag, string variable)
    {
        var pair = variable.Split('=', 2);
        var read = Read(flag.Length > 0 ? [flag] : [], pair.Length > 1 ? [(pair[0], pair[1])] : []);
        Assert.Equal(url, read!.Traces!.Url.Display);
        Assert.Null(read.Metrics);
    }

    [Fact]
    public void A_protocol_counts_for_all_or_for_a_signal_and_gRPC_has_no_path()
    {
        var both = Read(["--otlp-endpoint=http://c:4317/base", "--otlp-metrics"], ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))!;
        Assert.Equal(("http://c:4317/", true), (both.Traces!.Url.Display, both.Traces.IsGrpc));
        Assert.Equal(("http://c:4317/", true), (both.Metrics!.Url.Display, both.Metrics.IsGrpc));
        var one = Read(
            [], ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://c"), ("OTEL_METRICS_EXPORTER", "otlp"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://t/x"), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"))!;
        Assert.Equal(("https://t/", true), (one.Traces!.Url.Display, one.Traces.IsGrpc));
        Assert.Equal(("https://c/v1/metrics", false), (one.Metrics!.Url.Display, one.Metrics.IsGrpc));
    }

    [Fact]
    public void Metrics_go_where_they_are_wanted()
    {
        Assert.Equal("http://c:4318/v1/metrics", Read(["--otlp-endpoint=http://c:4318", "--otlp-metrics"])!.Metrics!.Url.Display);
        Assert.NotNull(Read(["--otlp-endpoint=http://c:4318"], ("OTEL_METRICS_EXPORTER", "otlp"))!.Metrics);
        var alone = Read([], ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://m/x"))!;
        Assert.Equal("http://m/x", alone.Metrics!.Url.Display);
        Assert.Null(alone.Traces);
    }

    [Fact]
    public void Headers_and_attributes_are_lists_and_no_text_has_the_values_of_headers()
    {
        var read = Read(
            ["--otlp-endpoint=http://c:4318"],
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20canary , x-tenant=a=b"),
            ("OTEL_RESOURCE_ATTRIBUTES", "service.name=list,deployment.environment.name=prod%2Ceu"),
            ("OTEL_SERVICE_NAME", "named"), ("HOSTNAME", "pod-1"),
            ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.25"))!;
        Assert.Equal("Bearer canary", read.Traces!.Headers["authorization"]);
        Assert.Equal("a=b", read.Traces.Headers["x-tenant"]);
        Assert.Equal(("named", "prod,eu", "pod-1"), (
            read.Resource["service.name"], read.Resource["deployment.environment.name"], read.Resource["service.instance.id"]));
        Assert.Equal(0.25, read.Ratio);
        Assert.DoesNotContain("canary", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--otlp-endpoint is no address such as http://collector:4318", "--otlp-endpoint=collector:4318", "")]
    [InlineData("--otlp-endpoint is no address such as http://collector:4318", "--otlp-endpoint=http://c/?token=canary", "")]
    [InlineData("--otlp-metrics needs an address: --otlp-endpoint", "--otlp-metrics", "")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS is no list NAME=VALUE,NAME=VALUE", "", "OTEL_EXPORTER_OTLP_HEADERS=canary")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS is no list NAME=VALUE,NAME=VALUE", "", "OTEL_EXPORTER_OTLP_HEADERS=a=canary%0Ab")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_PROTOCOL is neither grpc nor http/protobuf: http/json", "", "OTEL_EXPORTER_OTLP_PROTOCOL=http/json")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT has a password, which gRPC does not send: credentials go into OTEL_EXPORTER_OTLP_HEADERS", "none",
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc,OTEL_EXPORTER_OTLP_ENDPOINT=http://user:canary@c:4317")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG is no number from 0 to 1: 2", "", "OTEL_TRACES_SAMPLER=traceidratio,OTEL_TRACES_SAMPLER_ARG=2")]
    [InlineData(
        "OTEL_TRACES_SAMPLER is none of always_on, always_off, traceidratio and those with parentbased_ before them: jaeger_remote", "",
        "OTEL_TRACES_SAMPLER=jaeger_remote")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE is no number from 1 to 65536: 0", "", "OTEL_BSP_MAX_QUEUE_SIZE=0")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION is neither gzip nor none: zstd", "", "OTEL_EXPORTER_OTLP_COMPRESSION=zstd")]
    [InlineData("the file that OTEL_EXPORTER_OTLP_CERTIFICATE names cannot be read: /no/ca", "", "OTEL_EXPORTER_OTLP_CERTIFICATE=/no/ca")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY are given together or not at all", "",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY=/key")]
    public void What_makes_no_sense_is_refused(string message, string flag, string variables)
    {
        var pairs = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], pair[1])).ToArray();
        string[] flags = flag == "none" ? [] : [flag.Length > 0 ? flag : "--otlp-endpoint=http://c:4318"];
        var failure = Assert.Throws<SecretsKitException>(() => Read(flags, pairs));
        Assert.Equal(message, failure.Message);
    }

    private static OtlpSettings? Read(string[] flags, params (string, string)[] variables) => AgentSettings.Read(
        flags, new HostEnvironment(variables.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)), "/")).Otlp;
}

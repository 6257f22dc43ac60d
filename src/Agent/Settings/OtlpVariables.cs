using System.Globalization;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Sync.Reporting;

namespace SecretsKit.Agent.Settings;

/// <summary>
/// Reads what the command line and the variables of the OpenTelemetry specification say. Without an address nothing else counts. The
/// command line's address wins over those of variables.
/// </summary>
/// <param name="environment">The variables.</param>
internal sealed class OtlpVariables(HostEnvironment environment)
{
    private const string Exporter = "OTEL_EXPORTER_OTLP_";
    private const int MostSpans = 65536;

    /// <summary>Reads them; null if nothing is sent.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: one makes no sense. Headers are not quoted.</exception>
    public OtlpSettings? Read(ParsedFlags flags)
    {
        var address = flags.Text(AgentFlags.OtlpEndpoint);
        var traces = Is("OTEL_TRACES_EXPORTER", "none") ? null : TargetOf("TRACES", address);
        var wantsMetrics = flags.IsOn(AgentFlags.OtlpMetrics) || Is("OTEL_METRICS_EXPORTER", "otlp")
            || (Variable(Exporter + "METRICS_ENDPOINT").Length > 0 && !Is("OTEL_METRICS_EXPORTER", "none"));
        var metrics = wantsMetrics ? TargetOf("METRICS", address) : null;
        if (flags.IsOn(AgentFlags.OtlpMetrics) && metrics is null)
        {
            throw Usage($"--{AgentFlags.OtlpMetrics.Name} needs an address: --{AgentFlags.OtlpEndpoint.Name}");
        }

        if ((traces is null && metrics is null) || Is("OTEL_SDK_DISABLED", "true"))
        {
            return null;
        }

        return new()
        {
            Traces = traces,
            Metrics = metrics,
            Resource = Resource(),
            Ratio = Ratio(),
            QueueSize = Number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, MostSpans),
            BatchSize = Number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, MostSpans),
            SpanDelay = Milliseconds("OTEL_BSP_SCHEDULE_DELAY", 5000),
            MetricsInterval = Milliseconds("OTEL_METRIC_EXPORT_INTERVAL", 60_000),
        };
    }

    private OtlpTarget? TargetOf(string signal, string address)
    {
        var isGrpc = IsGrpc(signal);
        var own = Variable($"{Exporter}{signal}_ENDPOINT");
        var name = address.Length > 0 ? $"--{AgentFlags.OtlpEndpoint.Name}" : $"{Exporter}ENDPOINT";
        var folder = address.Length > 0 ? address : Variable(Exporter + "ENDPOINT");
        HttpUrl url;
        if (address.Length == 0 && own.Length > 0)
        {
            url = Url($"{Exporter}{signal}_ENDPOINT", own, isGrpc ? null : own);
        }
        else if (folder.Length > 0)
        {
            url = Url(name, folder, isGrpc ? null : $"{folder.TrimEnd('/')}/v1/{signal.ToLowerInvariant()}");
        }
        else
        {
            return null;
        }

        return new(url, Headers(signal))
        {
            IsGrpc = isGrpc,
            Timeout = Milliseconds(Of(signal, "TIMEOUT").Name, 10_000),
            IsCompressed = Of(signal, "COMPRESSION") switch
            {
                (_, "" or "none") => false,
                (_, "gzip") => true,
                var (name2, text) => throw Usage($"{name2} is neither gzip nor none: {text}"),
            },
            Tls = Tls(signal),
        };
    }

    private bool IsGrpc(string signal) => Of(signal, "PROTOCOL") switch
    {
        (_, "" or "http/protobuf") => false,
        (_, "grpc") => true,
        var (name, text) => throw Usage($"{name} is neither grpc nor http/protobuf: {text}"),
    };

    // Of what is given for gRPC the path does not count: methods have paths of their own.
    private static HttpUrl Url(string name, string given, string? text)
    {
        // Not quoted: what is no URL may hold a password.
        if (!HttpUrl.IsMeantBy(given) || given.AsSpan().ContainsAny('?', '#'))
        {
            throw Usage($"{name} is no address such as http://collector:4318");
        }

        var url = HttpUrl.Parse(text ?? given);
        return text is not null ? url
            : url.Password is null ? HttpUrl.Parse(url.Display[..^url.PathAndQuery.Length])
            : throw Usage($"{name} has a password, which gRPC does not send: credentials go into {Exporter}HEADERS");
    }

    private HttpHeaderList Headers(string signal)
    {
        var (name, text) = Of(signal, "HEADERS");
        var headers = new HttpHeaderList();
        foreach (var (header, value) in Pairs(name, text))
        {
            try
            {
                headers.Add(header, value);
            }
            catch (ArgumentException)
            {
                throw NoPairs(name);
            }
        }

        return headers;
    }

    private TlsOptions Tls(string signal)
    {
        var tls = TlsOptions.Default;
        if (Of(signal, "CERTIFICATE") is (_, { Length: > 0 }) roots)
        {
            tls = tls.WithRoots(File(roots));
        }

        var (certificate, key) = (Of(signal, "CLIENT_CERTIFICATE"), Of(signal, "CLIENT_KEY"));
        return (certificate.Value.Length > 0) == (key.Value.Length > 0)
            ? certificate.Value.Length > 0 ? tls.WithClientCertificate(File(certificate), File(key)) : tls
            : throw Usage($"{certificate.Name} and {key.Name} are given together or not at all");
    }

    private byte[] File((string Name, string Value) path)
    {
        try
        {
            return System.IO.File.ReadAllBytes(Path.GetFullPath(path.Value, environment.WorkingDirectory));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Usage($"the file that {path.Name} names cannot be read: {path.Value}");
        }
    }

    // What the specification says of a name counts before what a list says of it.
    private Dictionary<string, string> Resource()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["service.name"] = AgentDefaults.AgentName,
            ["service.version"] = typeof(OtlpVariables).Assembly.GetName().Version!.ToString(3),
            ["telemetry.sdk.name"] = "secretskit",
            ["telemetry.sdk.language"] = "dotnet",
        };
        if (Variable("HOSTNAME") is { Length: > 0 } host)
        {
            all["service.instance.id"] = host;
        }

        const string list = "OTEL_RESOURCE_ATTRIBUTES";
        foreach (var (name, value) in Pairs(list, Variable(list)))
        {
            all[name] = value;
        }

        if (Variable("OTEL_SERVICE_NAME") is { Length: > 0 } service)
        {
            all["service.name"] = service;
        }

        return all;
    }

    private double Ratio()
    {
        const string name = "OTEL_TRACES_SAMPLER";
        var text = Variable(name + "_ARG");
        return Variable(name) switch
        {
            "" or "always_on" or "parentbased_always_on" => 1,
            "always_off" or "parentbased_always_off" => 0,
            "traceidratio" or "parentbased_traceidratio" => text.Length == 0 ? 1
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 ? ratio
                : throw Usage($"{name}_ARG is no number from 0 to 1: {text}"),
            var other => throw Usage(
                $"{name} is none of always_on, always_off, traceidratio and those with parentbased_ before them: {other}"),
        };
    }

    private TimeSpan Milliseconds(string name, int otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise, int.MaxValue));

    private int Number(string name, int otherwise, int most) => Variable(name) switch
    {
        "" => otherwise,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw Usage($"{name} is no number from 1 to {most}: {text}"),
    };

    // NAME=VALUE,... with percent signs, as in W3C baggage.
    private static IEnumerable<(string Name, string Value)> Pairs(string variable, string text)
    {
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = entry.IndexOf('=', StringComparison.Ordinal);
            yield return at > 0
                ? (entry[..at].Trim(), Uri.UnescapeDataString(entry[(at + 1)..].Trim()))
                : throw NoPairs(variable);
        }
    }

    private static SecretsKitException NoPairs(string variable) => Usage($"{variable} is no list NAME=VALUE,NAME=VALUE");

    // What is said of a signal counts before what is said of all.
    private (string Name, string Value) Of(string signal, string what)
    {
        var own = $"{Exporter}{signal}_{what}";
        return Variable(own) is { Length: > 0 } value ? (own, value) : (Exporter + what, Variable(Exporter + what));
    }

    private bool Is(string name, string value) => Variable(name).Equals(value, StringComparison.OrdinalIgnoreCase);

    private string Variable(string name) => environment.Variables.GetValueOrDefault(name)?.Trim() ?? "";

    private static SecretsKitException Usage(string message) => new(ErrorCode.Usage, message);
}

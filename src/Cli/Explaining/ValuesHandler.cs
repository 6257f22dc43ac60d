using System.Buffers;
using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Diffing;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Explaining;

/// <summary>Prints the values of a chart and tells where they come from.</summary>
internal sealed class ValuesHandler(VerbContext context, ValueGetterFactory getter)
{
    private const string UnusedRule = "unused";

    private static readonly Value Marked = Value.Of(RedactionScope.Mark);

    /// <summary>Prints them.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ValuesRequest request, CancellationToken ct) =>
        ChartVerb.RunAsync(context, "values", [request.Chart], getter, async session =>
    {
        await PrintAsync(session, request, ct);
        return ExitCodes.Success;
    });

    private async Task PrintAsync(HelmSession session, ValuesRequest request, CancellationToken ct)
    {
        var path = context.Host.Environment.ResolvePath(request.Chart);
        if (!RemoteFiles.Serves(request.Chart) && !File.Exists(path) && !Directory.Exists(path))
        {
            throw new ChartException($"path {GoQuote.Format(request.Chart)} not found")
            {
                Cause = new ChartCause(ChartFault.NotFound, request.Chart),
            };
        }

        if (!DiffPlaces.IsChart(context.Host.Environment, request.Chart))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, $"{request.Chart}: this is not a chart")
            {
                Hint = "name the folder that holds Chart.yaml, or a .tgz made of it; values files go behind -f",
            };
        }

        var source = await ChartLocator.OfAsync(session.ChartHost, request.Chart, ct);
        var sources = await session.Inputs.ReadAsync(request.Values, ct);

        // Secrets are masked before anything is laid over anything, so that each is masked wherever it ends up, and nothing else is.
        Func<Value, Value>? mask = request.ShowsSecrets ? null : Mask;
        if (request.OnlyGiven)
        {
            Print(sources.Merge(session.Generation, mask), request.IsJson);
            return;
        }

        var chart = ChartLocator.Load(session.ChartHost, source);
        var effective = EffectiveValues.Of(chart, sources, session.Generation, session.Log, mask);
        if (!request.TellsOrigins)
        {
            Print(effective.Values, request.IsJson);
            return;
        }

        // Names of values and of sources, which are no secrets.
        List<string> surprises = [.. effective.Surprises(), .. Unused(session, source, sources, ct)];
        if (request.IsJson)
        {
            JsonLine.Write(context.Host, json => Write(json, effective.Explain(), surprises));
            return;
        }

        foreach (var value in effective.Explain())
        {
            context.Terminal.Print(request.ShowsSecrets ? MaskedText.Unmasked(Line(value)) : MaskedText.OfKnownOrigin(Line(value)));
        }

        foreach (var surprise in surprises)
        {
            context.Terminal.Say(MaskedText.OfKnownOrigin("warning: " + surprise), TextStyle.Warning);
        }
    }

    private void Print(MapValue values, bool isJson)
    {
        var text = new ArrayBufferWriter<byte>();
        if (isJson)
        {
            text.Write(Encoding.UTF8.GetBytes(DisplayText.Json(Json(Value.Of(values))) + "\n"));
        }
        else
        {
            KubernetesYaml.Write(Value.Of(values), text);
        }

        context.Host.Output.Write(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<ExplainedValue> values, IEnumerable<string> surprises)
    {
        json.WriteNumber("format", 1);
        json.WriteStartArray("values");
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString("path", value.Path);
            json.WritePropertyName("value");
            json.WriteRawValue(Json(value.Value));
            json.WriteStartArray("origins");
            foreach (var origin in value.Origins)
            {
                json.WriteStartObject();
                json.WriteString("source", origin.Source);
                json.WritePropertyName("value");
                json.WriteRawValue(Json(origin.Value));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("warnings", surprises);
    }

    // Truth values and null are no secret, and decide which subcharts take part.
    private static Value Mask(Value secret) => secret.Kind is GoKind.Bool or GoKind.Invalid ? secret : Marked;

    private static string Line(ExplainedValue value)
    {
        var source = value.Origins is [var first, ..] ? first.Source : "a subchart, by import-values";
        var line = new StringBuilder($"{value.Path} = {Text(value.Value)}  # {source}");
        for (var at = 1; at < value.Origins.Count; at++)
        {
            var origin = value.Origins[at];
            line.Append(at == 1 ? ", over " : ", ").Append(Text(origin.Value)).Append(" of ").Append(origin.Source);
        }

        return line.ToString();
    }

    private static string Text(Value value) =>
        value.IsString && value.StringBytes.AsSpan().SequenceEqual(Marked.StringBytes) ? RedactionScope.Mark : Json(value);

    private static string Json(Value value) => Encoding.UTF8.GetString(GoJson.Format(value, GoJsonOptions.Raw)).TrimEnd('\n');

    private static IEnumerable<string> Unused(HelmSession session, ChartSource source, ValueSources sources, CancellationToken ct)
    {
        var request = new LintRequest
        {
            Path = source.Place,
            FullPath = source.Place,
            Archive = source.Archive,
            Values = sources.Merge(session.Generation),
            Namespace = "default",
            Clock = session.Host.Clock,
            Random = session.Host.Random,
            Log = SilentChartLog.Instance,
        };
        return new ChartAdvisor(session.Generation)
            .Advise(request, sources.Files, [UnusedRule], ct)
            .Select(message => $"{message.Subject}: {message.Text[(UnusedRule.Length + 2)..]}");
    }
}

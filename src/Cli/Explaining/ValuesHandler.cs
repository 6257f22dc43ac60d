using System.Buffers;
using System.Text;
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
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Explaining;

/// <summary>Prints the values of a chart and tells where they come from.</summary>
internal sealed class ValuesHandler(VerbContext context, ValueGetterFactory getter)
{
    private const string UnusedRule = "unused";

    private readonly SecretIndex _secrets = new();

    /// <summary>Prints them.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ValuesRequest request, CancellationToken ct) =>
        ChartVerb.RunAsync(context, "values", [request.Chart], getter, _secrets, async session =>
    {
        await PrintAsync(session, request, ct);
        return ExitCodes.Success;
    });

    private async Task PrintAsync(HelmSession session, ValuesRequest request, CancellationToken ct)
    {
        var path = context.Host.Environment.ResolvePath(request.Chart);
        if (!RemoteFiles.Serves(request.Chart) && !File.Exists(path) && !Directory.Exists(path))
        {
            throw new ChartException($"path {GoQuote.Format(request.Chart)} not found");
        }

        if (!DiffPlaces.IsChart(context.Host.Environment, request.Chart))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, $"{request.Chart}: this is no chart")
            {
                Hint = "name the folder that holds Chart.yaml, or a .tgz made of it; values files go behind -f",
            };
        }

        var source = await ChartLocator.OfAsync(session.ChartHost, request.Chart, ct);
        var sources = await session.Inputs.ReadAsync(request.Values, ct);
        if (request.OnlyGiven)
        {
            Print(sources.Merge(session.Generation), request);
            return;
        }

        var chart = ChartLocator.Load(session.ChartHost, source);
        var effective = EffectiveValues.Of(chart, sources, session.Generation, session.Log);
        if (!request.TellsOrigins)
        {
            Print(effective.Values, request);
            return;
        }

        foreach (var value in effective.Explain())
        {
            context.Terminal.Print(Line(value, request));
        }

        foreach (var surprise in effective.Surprises().Concat(Unused(session, source, sources, ct)))
        {
            context.Terminal.Say("warning: " + _secrets.Redact(surprise), TextStyle.Warning);
        }
    }

    private void Print(MapValue values, ValuesRequest request)
    {
        var text = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(request.ShowsSecrets ? Value.Of(values) : Masked(Value.Of(values)), text);
        context.Host.Output.Write(text.WrittenSpan);
    }

    // Decrypted texts wherever they stand, since they may be parts of others.
    private Value Masked(Value value)
    {
        if (value.AsMap is { } map)
        {
            var copy = new MapValue(capacity: map.Count);
            foreach (var (key, inner) in map.Entries)
            {
                copy.Set(key, Masked(inner));
            }

            return Value.Of(copy);
        }

        return value.AsList is { } list ? Value.Of(new ListValue([.. list.Items.ToArray().Select(Masked)]))
            : ScalarText.TryOf(value, out var text) && _secrets.Redact(text) is var shown && !ReferenceEquals(shown, text) ? Value.Of(shown)
            : value;
    }

    private string Line(ExplainedValue value, ValuesRequest request)
    {
        var line = new StringBuilder($"{value.Path} = {Text(value.Value, value.Origins is [{ IsSecret: true }, ..], request)}  # " +
            $"{(value.Origins is [var first, ..] ? first.Source : "a subchart, by import-values")}");
        for (var at = 1; at < value.Origins.Count; at++)
        {
            line.Append(at == 1 ? ", over " : ", ")
                .Append(Text(value.Origins[at].Value, value.Origins[at].IsSecret, request))
                .Append(" of ")
                .Append(value.Origins[at].Source);
        }

        return line.ToString();
    }

    private string Text(Value value, bool isSecret, ValuesRequest request) => request.ShowsSecrets ? Json(value)
        : isSecret && value.Kind is not (GoKind.Bool or GoKind.Invalid) ? SecretIndex.Mark
        : _secrets.Redact(Json(value));

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

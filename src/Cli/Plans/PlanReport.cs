using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Diffs;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Plans;

/// <summary>
/// A plan for those who review it: what it is for, how much it does and in which order, the changes, masked. It needs no cluster.
/// </summary>
/// <param name="session">Streams, and what was decrypted.</param>
/// <param name="plan">The plan.</param>
internal sealed class PlanReport(HelmSession session, FrozenPlan plan)
{
    private readonly PlanOrder _order = new(plan);

    private Release Release => plan.Release;

    /// <summary>For a terminal or a log.</summary>
    public void PrintText()
    {
        foreach (var (name, text) in Facts())
        {
            session.Host.WriteReportLine($"{name + ":",-12}{text}");
        }

        session.Host.WriteReportLine("order:");
        PrintOrder("{0,4}. {1}");
        session.Host.WriteReportLine("");
        PrintChanges("diff");
    }

    /// <summary>For a comment on a merge request.</summary>
    public void PrintMarkdown()
    {
        foreach (var (name, text) in Facts())
        {
            session.Host.WriteReportLine($"- **{name}**: {text}");
        }

        session.Host.WriteReportLine("- **order**:");
        PrintOrder("  {0}. {1}");
        session.Host.WriteReportLine("");
        PrintChanges("markdown");
    }

    /// <summary>For programs: one object.</summary>
    public void PrintJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new() { Indented = true }))
        {
            Write(json);
        }

        session.Host.WriteReport(Encoding.UTF8.GetString(output.WrittenSpan) + "\n");
    }

    private void Write(Utf8JsonWriter json)
    {
        var origin = plan.Origin;
        json.WriteStartObject();
        json.WriteString("operation", Operation);
        json.WriteString("release", Release.Name);
        json.WriteString("namespace", plan.Namespace);
        json.WriteString("server", origin.Cluster.Server);
        json.WriteString("clusterUid", origin.Cluster.Uid);
        json.WriteString("madeAt", Time(origin.MadeAt));
        json.WriteString("madeBy", origin.MadeBy);
        if (origin.ExpiresAt is { } end)
        {
            json.WriteString("expiresAt", Time(end));
        }

        if (plan.Start is { } start)
        {
            json.WriteNumber("fromRevision", start.Revision);
            json.WriteString("fromStatus", ReleaseStatusText.Of(start.Status));
        }

        if (plan.Operation != FrozenOperation.Uninstall)
        {
            json.WriteNumber("toRevision", Release.Revision);
        }

        json.WriteStartObject("objects");
        foreach (var (word, count) in Counts())
        {
            json.WriteNumber(word, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("hooks");
        _order.Hooks().ToList().ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartArray("order");
        _order.Steps().ToList().ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartArray("definitions");
        plan.Definitions.ToList().ForEach(item => json.WriteStringValue(item.File.Name));
        json.WriteEndArray();
        json.WritePropertyName("changes");
        var changes = PlanManifests.Changes(plan);
        json.WriteRawValue(DiffDocuments.Fields(changes, new HashSet<string>(), static _ => null, session.Host.Redaction.Redact).Trim());
        json.WriteEndObject();
    }

    private string Operation => plan.Operation.ToString().ToLowerInvariant();

    private IEnumerable<(string Name, string Text)> Facts()
    {
        var origin = plan.Origin;
        yield return ("plan", $"{Operation} of {Release.Name} in namespace {plan.Namespace}, {Revisions()}");
        yield return ("cluster", origin.Cluster.Server);
        yield return ("made", $"{Time(origin.MadeAt)} by secretskit {origin.MadeBy}"
            + (origin.ExpiresAt is { } end ? $", expires {Time(end)}" : ""));
        yield return ("objects", string.Join(", ", Counts().Where(part => part.Count > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Word}"))
            .DefaultIfEmpty("none")));
        if (plan.Definitions.Count > 0)
        {
            yield return ("crds", string.Join(", ", plan.Definitions));
        }

        if (_order.Hooks() is { Count: > 0 } hooks)
        {
            yield return ("hooks", string.Join(", ", hooks));
        }
    }

    private string Revisions() => plan.Start is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"revision {start.Revision} ({ReleaseStatusText.Of(start.Status)})")
            + (plan.Operation == FrozenOperation.Uninstall ? "" : string.Create(CultureInfo.InvariantCulture, $" to {Release.Revision}"))
        : "a new release";

    // What the server applies may be what is there already, which it finds out itself.
    private IReadOnlyList<(string Word, int Count)> Counts() =>
    [
        ("create", plan.Writes.Count(item => !item.Write.Exists && item.Write.Action != WriteAction.Keep)),
        ("apply", plan.Writes.Count(item => item.Write is { Exists: true, Action: WriteAction.Apply })),
        ("patch", plan.Count(WriteAction.Patch)),
        ("replace", plan.Count(WriteAction.Replace)),
        ("delete", plan.Deletions.Count),
        ("unchanged", plan.Count(WriteAction.Keep)),
    ];

    private void PrintOrder(string form)
    {
        var number = 0;
        foreach (var step in _order.Steps())
        {
            session.Host.WriteReportLine(string.Format(CultureInfo.InvariantCulture, form, ++number, step));
        }
    }

    private void PrintChanges(string format)
    {
        var flags = PflagParser.Parse(DiffFlags.OfRecords(), ["--output", format], _ => null);
        new DiffPrinter(session, flags).Print(PlanManifests.Changes(plan));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

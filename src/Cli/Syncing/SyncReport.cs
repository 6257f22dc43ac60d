using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>What became of a mapping.</summary>
/// <param name="mapping">Which.</param>
/// <param name="outcome">What had to be done.</param>
/// <param name="existing">Its target before, or null.</param>
internal sealed class SyncedMapping(LocalMapping mapping, LocalOutcome outcome, MapValue? existing)
{
    public LocalMapping Mapping { get; } = mapping;

    public LocalOutcome Outcome { get; } = outcome;

    public MapValue? Existing { get; } = existing;

    /// <summary>Why it failed, or null.</summary>
    public SecretsKitException? Failure { get; set; } = outcome.Failure;

    /// <summary>Whether the place holds what it held before, though it cannot say so beforehand. Default no.</summary>
    public bool IsUnchanged { get; set; }

    /// <summary>The mapping, never a value.</summary>
    public override string ToString() => $"SyncedMapping({Mapping})";
}

/// <summary>Says what became of mappings: people read it on standard error, programs on standard output.</summary>
/// <param name="context">Of the run.</param>
/// <param name="request">How.</param>
internal sealed class SyncReport(VerbContext context, SyncRequest request)
{
    /// <summary>One mapping.</summary>
    /// <param name="done">What became of it.</param>
    /// <param name="place">The mapping and its file.</param>
    /// <param name="target">Where its Secret is.</param>
    /// <param name="learned">What no failure may show.</param>
    public void Write(SyncedMapping done, string place, string target, LearnedValues learned)
    {
        if (request.ReportsJson)
        {
            WriteJson(done, target, learned);
        }
        else if (request.IsDryRun && done.Failure is null)
        {
            PrintChanges(done, target);
        }
        else if (!request.Prints && done.Failure is null)
        {
            context.Terminal.Say(
                DisplayText.Message($"{target}: {Words(done)}"),
                done.Outcome.Action == LocalAction.None || done.IsUnchanged ? TextStyle.Quiet : TextStyle.Good);
        }

        if (done.Failure is { } failure)
        {
            FailureReport.Write(context.Terminal, learned.Cleared(failure), place);
        }

        foreach (var note in done.Outcome.Notes)
        {
            context.Terminal.Say(DisplayText.Message($"note: {place}: {note}"), TextStyle.Quiet);
        }

        if (done is { Failure: null, Outcome: { Wanted: null, Message.Length: > 0, Action: LocalAction.None } })
        {
            context.Terminal.Say(DisplayText.Message($"note: {place}: {done.Outcome.Message}"), TextStyle.Quiet);
        }
    }

    /// <summary>All of a run, for several mappings.</summary>
    public void WriteCount(IReadOnlyList<SyncedMapping> done)
    {
        var failed = done.Count(item => item.Failure is not null);
        if (failed > 0 && done.Count > 1)
        {
            context.Terminal.Say(
                string.Create(CultureInfo.InvariantCulture, $"{done.Count - failed} of {done.Count} mappings are synced, {failed} failed"),
                TextStyle.Bad);
        }
    }

    private static string Word(SyncedMapping done, bool isDryRun) => done switch
    {
        { Failure: not null } => "failed",
        { IsUnchanged: true, Outcome: { Wanted: not null, Action: LocalAction.Create or LocalAction.Update } } => "unchanged",
        { Outcome.Action: LocalAction.Create } => isDryRun ? "create" : "created",
        { Outcome.Action: LocalAction.Update } => isDryRun ? "update" : "updated",
        { Outcome.Action: LocalAction.Delete } => isDryRun ? "delete" : "deleted",
        { Outcome.Wanted: null } => "skipped",
        _ => "unchanged",
    };

    private static string Words(SyncedMapping done)
    {
        var word = Word(done, isDryRun: false);
        var keys = done.Outcome.Values.Count;
        return done.Outcome.Wanted is null || done.Outcome.Action == LocalAction.Delete
            ? word
            : string.Create(CultureInfo.InvariantCulture, $"{word}, {keys} {(keys == 1 ? "key" : "keys")}");
    }

    private void PrintChanges(SyncedMapping done, string target)
    {
        context.Terminal.Print(DisplayText.Message($"{Word(done, isDryRun: true)} {target}"), TextStyle.Strong);
        foreach (var (change, field) in ChangesOf(done))
        {
            var mark = change != SecretChange.Removed && field.StartsWith("data.", StringComparison.Ordinal) ? "  " + SecretShape.Mark : "";
            context.Terminal.Print($"  {change.Sign()} {DisplayText.Field(field)}{mark}", change.Style());
        }
    }

    private static IReadOnlyList<KeyChange> ChangesOf(SyncedMapping done) => done.Outcome.Action switch
    {
        LocalAction.None => [],
        LocalAction.Delete => KeyChanges.Between(done.Existing, null),
        _ => KeyChanges.Between(done.Existing, done.Outcome.Wanted),
    };

    private void WriteJson(SyncedMapping done, string target, LearnedValues learned) => JsonLine.Write(context.Host, json =>
    {
        json.WriteString("namespace", done.Mapping.Namespace);
        json.WriteString("name", done.Mapping.Name);
        json.WriteString("secret", done.Mapping.Target.Name);
        json.WriteString("target", target);
        json.WriteString("action", Word(done, request.IsDryRun));
        json.WriteTexts("keys", done.Outcome.Values.Names);
        json.WriteStartArray("changes");
        foreach (var (change, field) in done.Failure is null ? ChangesOf(done) : [])
        {
            json.WriteStartObject();
            json.WriteString("field", field);
            json.WriteString("change", change.Word());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (done.Failure is { } failed)
        {
            var failure = learned.Cleared(failed);
            json.WriteString("error", FailureReport.Summary(failure));
            if (failure.Hint is { } hint)
            {
                json.WriteString("hint", hint);
            }
        }
        else if (done.Outcome.Message.Length > 0)
        {
            json.WriteString("message", done.Outcome.Message);
        }
    });
}

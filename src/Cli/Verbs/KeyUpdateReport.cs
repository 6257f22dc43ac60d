using System.Globalization;
using System.Text.Json;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>What <c>updatekeys</c> tells: the changes by file before, and what became of them, in the order of the files.</summary>
internal sealed class KeyUpdateReport(
    VerbContext context, IReadOnlyList<FileOutcome<KeyUpdate>> plans, RecipientNames names)
{
    private readonly Dictionary<string, FileOutcome<KeyUpdate>> _written = new(StringComparer.Ordinal);

    /// <summary>Shows the changes: on standard output, or for people alone.</summary>
    /// <param name="forPeople">Whether standard output belongs to a program.</param>
    public void ShowChanges(bool forPeople)
    {
        Action<string, TextStyle> line = forPeople ? context.Terminal.Say : context.Terminal.Print;
        foreach (var plan in plans.Where(plan => plan.Result is { IsChange: true }))
        {
            line(plan.File, TextStyle.Strong);
            Show(plan.Result!, line);
        }
    }

    /// <summary>Says of all files together who gains and who loses access, for the question that follows.</summary>
    public void SayWhoseAccessChanges()
    {
        List<AccessDifference> changes = [.. plans.Where(plan => plan.Result is { IsChange: true }).Select(plan => plan.Result!.Access)];
        Say("gains access", changes.SelectMany(change => change.Gaining), TextStyle.Good);
        Say("loses access", changes.SelectMany(change => change.Losing), TextStyle.Bad);
    }

    /// <summary>Warns of files whose values are selected less strictly than by their rule, which new recipients do not change.</summary>
    public void WarnOfSelections()
    {
        List<FileOutcome<KeyUpdate>> loose = [.. plans.Where(plan => plan.Result is { Breach.LoosensSelection: true })];
        foreach (var plan in loose)
        {
            foreach (var finding in plan.Result!.Breach.SelectionFindings)
            {
                context.Terminal.Say($"warning: {plan.File}: {finding}", TextStyle.Warning);
            }
        }

        if (loose.Count > 0)
        {
            context.Terminal.Hint("updatekeys does not change which values are encrypted: decrypt the file and encrypt it again");
        }
    }

    /// <summary>Takes up what became of the files that were to change.</summary>
    public void Add(IEnumerable<FileOutcome<KeyUpdate>> written)
    {
        foreach (var outcome in written)
        {
            _written[outcome.File] = outcome;
        }
    }

    /// <summary>Reports failures and the sum.</summary>
    /// <param name="json">Whether each file is an object on standard output.</param>
    /// <param name="changed">The word for files with changes that did not fail.</param>
    /// <param name="batch">Reports failures.</param>
    /// <returns>The exit code.</returns>
    public int End(bool json, string changed, FileBatch batch)
    {
        List<FileOutcome<KeyUpdate>> all = [.. plans.Select(plan => _written.GetValueOrDefault(plan.File, plan))];
        if (json)
        {
            foreach (var outcome in all)
            {
                JsonLine.Write(context.Host, line => WriteJson(line, outcome, changed));
            }
        }

        var exit = batch.Report("updatekeys", all);
        var failed = all.Count(outcome => outcome.Failure is not null);
        var changes = all.Count(outcome => outcome is { Failure: null, Result.IsChange: true });
        var same = all.Count - failed - changes;
        string[] parts =
        [
            .. changes > 0 ? [Count(changes, changed)] : Array.Empty<string>(),
            .. same > 0 ? [Count(same, "up to date")] : Array.Empty<string>(),
            .. failed > 0 ? [Count(failed, "failed")] : Array.Empty<string>(),
        ];
        context.Terminal.Say(string.Join(", ", parts), failed > 0 ? TextStyle.Bad : TextStyle.Good);
        return exit;
    }

    private void Say(string what, IEnumerable<MasterKey> keys, TextStyle style)
    {
        foreach (var key in keys.GroupBy(names.Of, StringComparer.Ordinal))
        {
            context.Terminal.Say($"{what}: {key.Key} ({Count(key.Count())})", style);
        }
    }

    private void Show(KeyUpdate update, Action<string, TextStyle> line)
    {
        if (update.NewThreshold > 1 || update.OldThreshold > 1)
        {
            var same = update.NewThreshold == update.OldThreshold;
            line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  groups needed: {(same ? "" : $"{Math.Max(1, update.OldThreshold)} -> ")}{Math.Max(1, update.NewThreshold)}"),
                TextStyle.Plain);
        }

        for (var number = 0; number < update.Differences.Count; number++)
        {
            var difference = update.Differences[number];
            if (difference.IsChange && update.Differences.Count > 1)
            {
                line(string.Create(CultureInfo.InvariantCulture, $"  group {number}:"), TextStyle.Plain);
            }

            Show("  + ", difference.Added, TextStyle.Good, line);
            Show("  - ", difference.Removed, TextStyle.Bad, line);
        }
    }

    private void Show(string sign, IReadOnlyList<MasterKey> keys, TextStyle style, Action<string, TextStyle> line)
    {
        foreach (var key in keys)
        {
            line($"{sign}{key.Type.Field} {key.Id}{names.Behind(key)}", style);
        }
    }

    private void WriteJson(Utf8JsonWriter json, FileOutcome<KeyUpdate> outcome, string changed)
    {
        json.WriteString("file", outcome.File);
        json.WriteString("status", outcome.Failure is not null ? "failed" : outcome.Result!.IsChange ? changed : "up to date");
        if (outcome.Failure is { } failure)
        {
            json.WriteString("error", FailureReport.Summary(failure));
        }
        else if (outcome.Result is { IsChange: true } update)
        {
            json.WriteNumber("oldThreshold", update.OldThreshold);
            json.WriteNumber("newThreshold", update.NewThreshold);
            json.WriteStartArray("groups");
            foreach (var difference in update.Differences)
            {
                json.WriteStartObject();
                json.WriteKeys("kept", difference.Common, names);
                json.WriteKeys("added", difference.Added, names);
                json.WriteKeys("removed", difference.Removed, names);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static string Count(int files, string what) => $"{Count(files)} {what}";

    private static string Count(int files) => string.Create(CultureInfo.InvariantCulture, $"{files} {(files == 1 ? "file" : "files")}");
}

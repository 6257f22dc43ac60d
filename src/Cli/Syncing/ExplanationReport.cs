using System.Text.Json;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Explaining;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>Prints where the keys of a Secret come from.</summary>
/// <param name="context">Of the run.</param>
/// <param name="learned">What no failure may show.</param>
internal sealed class ExplanationReport(VerbContext context, LearnedValues learned)
{
    private const int Widest = 110;
    private const int Indent = 4;

    private readonly TerminalOutput _terminal = context.Terminal;

    /// <summary>For people.</summary>
    public void Print(LocalMapping mapping, string file, MappingExplanation explained)
    {
        _terminal.Print(DisplayText.Message($"ExternalSecret {mapping} ({file})"), TextStyle.Strong);
        var interval = mapping.Interval is { } every ? $"every {GoDuration.Format(every)}" : "once";
        Line(2, $"makes {mapping.Target}, {interval}: {(explained.Keys.Count == 0 ? "no keys" : string.Join(", ", explained.Keys))}");
        if (explained.Values.Count > 0)
        {
            Line(2, "values:");
            explained.Values.ToList().ForEach(Print);
        }

        if (explained.Rendered.Count > 0)
        {
            Line(2, "templates:");
            explained.Rendered.ToList().ForEach(Print);
        }

        if (explained.Refusal is { } refusal)
        {
            Line(2, $"x {learned.Cleared(refusal.Message)}", TextStyle.Bad);
            Line(Indent, $"hint: {refusal.Hint}", TextStyle.Quiet);
        }

        foreach (var note in explained.Notes)
        {
            Line(2, $"note: {note}", TextStyle.Quiet);
        }

        _terminal.Print("");
    }

    /// <summary>For programs: one object on a line.</summary>
    public void WriteJson(LocalMapping mapping, string file, MappingExplanation explained) => JsonLine.Write(context.Host, json =>
    {
        json.WriteString("namespace", mapping.Namespace);
        json.WriteString("name", mapping.Name);
        json.WriteString("file", file);
        json.WriteString("secret", mapping.Target.Name);
        json.WriteTexts("keys", explained.Keys);
        WriteKeys(json, "values", explained.Values);
        WriteKeys(json, "templates", explained.Rendered);
        json.WriteTexts("notes", explained.Notes);
        json.WriteGiven("problem", explained.Refusal is { } refusal ? learned.Cleared(refusal.Message) : "");
        json.WriteGiven("hint", explained.Refusal?.Hint ?? "");
        json.WriteBoolean("fails", explained.Fails);
    });

    private void Print(KeyExplanation key)
    {
        var (mark, style) = key.Problem.Length > 0 ? ("x", TextStyle.Bad) : ("-", TextStyle.Plain);
        Line(Indent, $"{mark} {(key.Key.Length > 0 ? key.Key : "?")}  <-  {Source(key)}", style);
        if (key.Problem.Length > 0)
        {
            Line(Indent + 4, learned.Cleared(key.Problem), TextStyle.Bad);
            if (key.Hint.Length > 0)
            {
                Line(Indent + 4, $"hint: {learned.Cleared(key.Hint)}", TextStyle.Quiet);
            }
        }
    }

    private static string Source(KeyExplanation key)
    {
        var parts = new List<string> { key.Row };
        if (key.Store.Length > 0)
        {
            parts.Add(key.Provider.Length > 0 ? $"{key.Store} ({key.Provider})" : key.Store);
        }
        else if (key.Provider.Length > 0)
        {
            parts.Add($"generator {key.Provider}");
        }

        AddIf(parts, key.Remote, "");
        AddIf(parts, key.Property, "property ");
        AddIf(parts, key.Version, "version ");
        if (key.IsMetadata)
        {
            parts.Add("metadata");
        }

        AddIf(parts, key.Decoding, "decoded ");
        AddIf(parts, key.Renamed, "renamed from ");
        AddIf(parts, string.Join(" ", key.Uses), "uses ");
        return string.Join(", ", parts);
    }

    private static void AddIf(List<string> parts, string text, string before)
    {
        if (text.Length > 0)
        {
            parts.Add(before + text);
        }
    }

    private void Line(int indent, string text, TextStyle style = TextStyle.Plain)
    {
        var features = _terminal.OutputFeatures;
        var safe = DisplayText.Field(text);
        IEnumerable<string> rows = features.IsTerminal ? VerbHelp.Wrap(safe, Math.Clamp(features.Width, 40, Widest) - indent - 4) : [safe];
        var isFirst = true;
        foreach (var row in rows)
        {
            _terminal.Print(new string(' ', isFirst ? indent : indent + 4) + row, style);
            isFirst = false;
        }
    }

    private void WriteKeys(Utf8JsonWriter json, string name, IReadOnlyList<KeyExplanation> keys)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("key", key.Key);
            json.WriteString("row", key.Row);
            json.WriteGiven("store", key.Store);
            json.WriteGiven("provider", key.Provider);
            json.WriteGiven("remote", key.Remote);
            json.WriteGiven("property", key.Property);
            json.WriteGiven("version", key.Version);
            if (key.IsMetadata)
            {
                json.WriteBoolean("metadata", true);
            }

            json.WriteGiven("decoding", key.Decoding);
            json.WriteGiven("renamedFrom", key.Renamed);
            if (key.Uses.Count > 0)
            {
                json.WriteTexts("uses", key.Uses);
            }

            json.WriteGiven("problem", learned.Cleared(key.Problem));
            json.WriteGiven("hint", learned.Cleared(key.Hint));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

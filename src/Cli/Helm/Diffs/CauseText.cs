using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Diffing.Causes;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>Causes as sentences and as data.</summary>
internal static class CauseText
{
    // Fields and characters of values that a sentence shows.
    private const int MaxFields = 3;
    private const int MaxValue = 60;

    /// <summary>A sentence.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="mask">Takes out of a text what may not be shown.</param>
    public static string Of(ChangeCause cause, Func<string, string> mask)
    {
        var who = cause.Subject.Length > 0 ? cause.Subject : "somebody";
        var sentence = cause.Kind switch
        {
            CauseKind.GivenValue => $"value {cause.Subject}{Change(cause, mask)}{By(cause)}",
            CauseKind.DroppedValue => $"value {cause.Subject} is not given any more: the chart's default counts{To(cause, mask)}",
            CauseKind.ChartDefault => $"default of the chart: {cause.Subject}{Change(cause, mask)}",
            CauseKind.ChartVersion => $"version of chart {cause.Subject}{Change(cause, mask)}",
            CauseKind.Template => $"{cause.Subject} of the chart is another one",
            CauseKind.Random => "every rendering makes it anew: random text, certificate or time",
            CauseKind.Revision => "templates use the number of the revision, or whether it is an upgrade",
            CauseKind.Drift => $"changed in the cluster by {who} after the last revision",
            _ => "neither values nor templates: what the cluster answers to templates, or a post-renderer",
        };
        return cause.Fields.Any(field => field.Length > 0) ? $"{sentence} ({Fields(cause.Fields)})" : sentence;
    }

    /// <summary>Writes it as an object: kind, subject, source, fields, and the values where they may be shown.</summary>
    public static void Write(Utf8JsonWriter json, ChangeCause cause, Func<string, string> mask)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(cause.Kind.ToString()));
        foreach (var (name, text) in ((string, string)[])
        [
            ("subject", cause.Subject), ("source", cause.Source), ("old", Shown(cause.Old, mask)), ("new", Shown(cause.Now, mask)),
        ])
        {
            if (text.Length > 0)
            {
                json.WriteString(name, text);
            }
        }

        json.WriteStartArray("fields");
        foreach (var field in cause.Fields.Where(field => field.Length > 0))
        {
            json.WriteStringValue(field);
        }

        json.WriteEndArray();
        json.WriteString("text", Of(cause, mask));
        json.WriteEndObject();
    }

    private static string Change(ChangeCause cause, Func<string, string> mask) => (Shown(cause.Old, mask), Shown(cause.Now, mask)) switch
    {
        ("", "") => " changes",
        ("", var now) => $" is new: {now}",
        (var old, "") => $" is gone: it was {old}",
        var (old, now) => $" changes from {old} to {now}",
    };

    private static string To(ChangeCause cause, Func<string, string> mask) =>
        Shown(cause.Now, mask) is { Length: > 0 } now ? $", {now}" : "";

    private static string By(ChangeCause cause) => cause.Source.Length > 0 ? $", by {cause.Source}" : ", reused from an earlier revision";

    private static string Shown(Value? value, Func<string, string> mask)
    {
        if (value is not { } given)
        {
            return "";
        }

        var text = mask(Encoding.UTF8.GetString(GoJson.Format(given, GoJsonOptions.Raw)).TrimEnd('\n'));
        return text.Length > MaxValue ? text[..MaxValue] + "..." : text;
    }

    private static string Fields(IReadOnlyList<string> fields)
    {
        var shown = string.Join(", ", fields.Take(MaxFields));
        return fields.Count <= MaxFields ? shown
            : string.Create(CultureInfo.InvariantCulture, $"{shown} and {fields.Count - MaxFields} more");
    }
}

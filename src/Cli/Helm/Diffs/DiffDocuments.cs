using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Diffing.Causes;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>Changes for programs: the plugin's list, a template of the user over it, and its list of fields.</summary>
internal static class DiffDocuments
{
    private static readonly JsonWriterOptions Style = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The list of <c>--output json</c>.</summary>
    /// <param name="changes">What changes.</param>
    /// <param name="causes">Why, for a change; null where that was not asked.</param>
    /// <param name="mask">Takes out of a text what may not be shown.</param>
    public static string List(
        IReadOnlyList<ObjectChange> changes, Func<ObjectChange, IReadOnlyList<ChangeCause>?> causes, Func<string, string> mask)
    {
        var items = changes.Select(change => $$"""
            {
              "api": {{Quoted(change.Subject.Group)}},
              "kind": {{Quoted(change.Subject.Kind)}},
              "namespace": {{Quoted(change.Subject.Namespace)}},
              "name": {{Quoted(change.Subject.Name)}},
              "change": {{Quoted(Word(change.Kind))}}{{Causes(causes(change), mask)}}
            }
            """);
        return $"[{string.Join(',', items)}]\n";
    }

    private static string Causes(IReadOnlyList<ChangeCause>? causes, Func<string, string> mask) => causes is null ? "" : $"""
        ,
          "causes": [{string.Join(", ", causes.Select(cause => Quoted(CauseText.Of(cause, mask))))}]
        """;

    /// <summary>The file that <c>HELM_DIFF_TPL</c> names; null for none.</summary>
    public static string? TemplateFile(HelmSession session) =>
        session.Host.Environment.Variable("HELM_DIFF_TPL") is { Length: > 0 } file ? file : null;

    /// <summary>What the template in the file that <c>HELM_DIFF_TPL</c> names makes of the list; the list where none is named.</summary>
    /// <exception cref="SecretsKitException">The text is no template.</exception>
    public static string Template(HelmSession session, IReadOnlyList<ObjectChange> changes)
    {
        var host = session.Host;
        if (TemplateFile(session) is not { } file)
        {
            return List(changes, static _ => null, static text => text);
        }

        var list = new ListValue([.. changes.Select(Row)]);
        return Encoding.UTF8.GetString(ChartRenderer.ExpandText(
            File.ReadAllText(host.Environment.ResolvePath(file)),
            session.Generation,
            new() { Clock = host.Clock, Random = host.Random, Zones = host.Zones },
            Value.Of(list)));
    }

    /// <summary>The list of fields of <c>--output structured</c>.</summary>
    /// <param name="changes">What changes.</param>
    /// <param name="hiddenKinds">Kinds whose fields are not shown.</param>
    /// <param name="causes">Why, for a change; null where that was not asked.</param>
    /// <param name="mask">Takes out of a text what may not be shown.</param>
    public static string Fields(
        IReadOnlyList<ObjectChange> changes,
        IReadOnlySet<string> hiddenKinds,
        Func<ObjectChange, IReadOnlyList<ChangeCause>?> causes,
        Func<string, string> mask)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Style))
        {
            json.WriteStartArray();
            foreach (var change in changes)
            {
                var fields = change is { Old: { } old, Now: { } now } ? FieldComparison.Of(old.Tree, now.Tree) : null;
                if (fields is not { Count: 0 })
                {
                    Write(json, change, hiddenKinds.Contains(change.Subject.Kind) ? null : fields ?? [], causes(change), mask);
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

    // No fields at all: they are not to be shown.
    private static void Write(
        Utf8JsonWriter json,
        ObjectChange change,
        IReadOnlyList<FieldChange>? fields,
        IReadOnlyList<ChangeCause>? causes,
        Func<string, string> mask)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", change.Subject.ApiVersion);
        json.WriteString("kind", change.Subject.Kind);
        json.WriteString("namespace", change.Subject.Namespace);
        json.WriteString("name", change.Subject.Name);
        json.WriteString("changeType", Word(change.Kind));
        json.WriteStartObject("resourceStatus");
        json.WriteBoolean("oldExists", change.Old is not null);
        json.WriteBoolean("newExists", change.Now is not null);
        json.WriteEndObject();
        if (causes is not null)
        {
            json.WriteStartArray("causes");
            foreach (var cause in causes)
            {
                CauseText.Write(json, cause, mask);
            }

            json.WriteEndArray();
        }

        if (fields is null)
        {
            json.WriteBoolean("changesSuppressed", true);
        }
        else if (fields.Count > 0)
        {
            json.WriteStartArray("changes");
            foreach (var field in fields)
            {
                Write(json, field, mask);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FieldChange change, Func<string, string> mask)
    {
        json.WriteStartObject();
        json.WriteString("path", change.Path);
        json.WriteString("field", change.Field);
        json.WriteString("change", change.Kind switch { ChangeKind.Add => "add", ChangeKind.Remove => "remove", _ => "replace" });
        if (change.Kind != ChangeKind.Add)
        {
            Write(json, "oldValue", Masked(change.Old, mask));
        }

        if (change.Kind != ChangeKind.Remove)
        {
            Write(json, "newValue", Masked(change.Now, mask));
        }

        json.WriteEndObject();
    }

    private static Value Masked(Value value, Func<string, string> mask)
    {
        if (value.IsString)
        {
            return Value.Of(mask(Encoding.UTF8.GetString(value.StringBytes)));
        }

        if (value.AsList is { } list)
        {
            return Value.Of(new ListValue([.. list.Items.ToArray().Select(item => Masked(item, mask))]));
        }

        if (value.AsMap is not { } map)
        {
            return value;
        }

        var copy = new MapValue();
        foreach (var (key, item) in map.Entries)
        {
            copy.Set(key, Masked(item, mask));
        }

        return Value.Of(copy);
    }

    // Through a document, which is indented as the rest is.
    private static void Write(Utf8JsonWriter json, string name, Value value)
    {
        using var document = JsonDocument.Parse(GoJson.Format(value, GoJsonOptions.Compact));
        json.WritePropertyName(name);
        document.RootElement.WriteTo(json);
    }

    private static Value Row(ObjectChange change) => Value.Of(Map(
        ("API", Value.Of(change.Subject.Group)),
        ("Kind", Value.Of(change.Subject.Kind)),
        ("Namespace", Value.Of(change.Subject.Namespace)),
        ("Name", Value.Of(change.Subject.Name)),
        ("Change", Value.Of(Word(change.Kind)))));

    private static MapValue Map(params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new(key), value);
        }

        return map;
    }

    private static string Quoted(string text) => Encoding.UTF8.GetString(GoJson.Format(Value.Of(text), GoJsonOptions.Compact));

    private static string Word(ChangeKind kind) => kind switch
    {
        ChangeKind.Add => "ADD",
        ChangeKind.Remove => "REMOVE",
        ChangeKind.ModifySuppressed => "MODIFY_SUPPRESSED",
        _ => "MODIFY",
    };
}

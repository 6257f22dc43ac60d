using System.Text;
using System.Text.Json;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>Prints secrets: masked, or as they are where that was asked for.</summary>
/// <param name="context">Of the run.</param>
/// <param name="shows">Whether values are shown.</param>
internal sealed class SecretReport(VerbContext context, bool shows)
{
    /// <summary>One value: as it is and nothing else, or the names of its keys.</summary>
    public void Print(RemoteRef reference, SecretValue value)
    {
        if (shows)
        {
            PrintRevealed(value);
        }
        else if (SecretShape.Members(value) is { } members)
        {
            PrintMembers(members);
        }
        else
        {
            PrintLine(reference.Property.Length > 0 ? reference.Property : reference.Key, SecretShape.Mark, width: 0);
        }
    }

    /// <summary>Keys and their values, a line each.</summary>
    /// <param name="map">The values by key.</param>
    /// <param name="indent">How many blanks are put before each line.</param>
    public void PrintMembers(SecretMap map, int indent = 0)
    {
        var width = map.Names.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in map.Entries)
        {
            PrintLine(name, shows ? Revealed(value) : SecretShape.Mark, width, indent);
        }
    }

    /// <summary>A value as one object.</summary>
    public void WriteJson(RemoteRef reference, SecretValue value) => JsonLine.Write(context.Host, json =>
    {
        WriteReference(json, reference);
        if (shows)
        {
            WriteValue(json, "value", value);
        }
        else if (SecretShape.Members(value) is { } members)
        {
            json.WriteTexts("keys", members.Names);
        }
    });

    /// <summary>Keys and their values as one object.</summary>
    public void WriteJson(RemoteRef reference, SecretMap map) => JsonLine.Write(context.Host, json =>
    {
        WriteReference(json, reference);
        if (!shows)
        {
            json.WriteTexts("keys", map.Names);
            return;
        }

        json.WriteStartObject("values");
        foreach (var (name, value) in map.Entries)
        {
            WriteValue(json, name, value);
        }

        json.WriteEndObject();
    });

    /// <summary>A secret of a list as one object.</summary>
    public void WriteJson(string name, SecretValue value) => WriteJson(new RemoteRef(name), value);

    private void WriteReference(Utf8JsonWriter json, RemoteRef reference)
    {
        json.WriteString("name", reference.Key);
        json.WriteGiven("property", reference.Property);
        json.WriteGiven("version", reference.Version);
        json.WriteBoolean("masked", !shows);
    }

    // Bytes that are no text are base64, and say so.
    private static void WriteValue(Utf8JsonWriter json, string name, SecretValue value)
    {
        if (System.Text.Unicode.Utf8.IsValid(value.Bytes.Span))
        {
            json.WriteString(name, value.Bytes.Span);
            return;
        }

        json.WriteStartObject(name);
        json.WriteBase64String("base64", value.Bytes.Span);
        json.WriteEndObject();
    }

    private void PrintRevealed(SecretValue value)
    {
        if (context.Host.OutputIsTerminal)
        {
            Output.Print(context.Host, Encoding.UTF8.GetBytes(DisplayText.SafeLines(value.RevealText()).TrimEnd('\n') + "\n"));
        }
        else
        {
            Output.Print(context.Host, value.Bytes.Span);
        }
    }

    private void PrintLine(string name, string text, int width, int indent = 0) => Output.Print(
        context.Host, Encoding.UTF8.GetBytes($"{new string(' ', indent)}{DisplayText.Field(name).PadRight(width)}  {text}\n"));

    private static string Revealed(SecretValue value) =>
        System.Text.Unicode.Utf8.IsValid(value.Bytes.Span)
            ? DisplayText.Field(value.RevealText())
            : $"base64:{Convert.ToBase64String(value.Bytes.Span)}";
}

using System.Globalization;
using System.Text;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Sops;

/// <summary>The reference's log lines on stderr: <c>[NAME]\t time="..." level=warning msg="..." key=value</c>.</summary>
internal sealed class SopsLog(CliHost host)
{
    public void Warn(string name, string message) => Write(name, "warning", message, null);

    public void Error(string name, string message, string cause) => Write(name, "error", message, ("error", cause));

    public void Error(string name, string message) => Write(name, "error", message, null);

    /// <summary>How far a command has come, in the other form of log line that the reference has: <c>YYYY/MM/DD hh:mm:ss text</c>.</summary>
    public void Progress(string text) =>
        host.WriteErrorLine($"{host.Clock.GetLocalNow().ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture)} {text}");

    /// <summary>What ended a command.</summary>
    public void Fatal(string name, string message) => Write(name, "fatal", message, null);

    /// <summary>A comment that stayed readable; quoted only where it is ciphertext.</summary>
    public void WarnOfComment(Core.Text.ByteString comment) => Write(
        "SOPS",
        "warning",
        "Found possibly unencrypted comment in file. This is to be expected if the file being decrypted was created with an older version of SOPS.",
        comment.IsEmpty ? null : ("comment", comment.RevealText()));

    private void Write(string name, string level, string message, (string Key, string Value)? field)
    {
        var line = new StringBuilder();
        var now = host.Clock.GetLocalNow();
        var time = now.Offset == TimeSpan.Zero
            ? now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        line.Append('[').Append(name).Append("]\t time=\"").Append(time).Append("\" level=").Append(level);
        line.Append(" msg=").Append(Field(message));
        if (field is { } pair)
        {
            line.Append(' ').Append(pair.Key).Append('=').Append(Field(pair.Value));
        }

        host.WriteErrorLine(line.ToString());
    }

    // Quoted only where a reader of key=value pairs would stumble, as the reference's logger does.
    private static string Field(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '/' or '@' or '^' or '+'))
            {
                return Quote(text);
            }
        }

        return text.Length == 0 ? "\"\"" : text;
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}

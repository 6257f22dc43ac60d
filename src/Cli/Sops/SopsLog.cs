using System.Globalization;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Sops;

/// <summary>The reference's log lines on stderr: <c>[NAME]\t time="..." level=warning msg="..." key=value</c>.</summary>
/// <param name="host">Standard error and the clock.</param>
/// <param name="isVerbose">
/// Whether progress is logged too (<c>--verbose</c> of the legacy form and of a few commands), not only warnings and errors.
/// </param>
internal sealed class SopsLog(CliHost host, bool isVerbose = false)
{
    /// <summary>Whether <see cref="Info"/> and <see cref="Debug"/> print.</summary>
    public bool IsVerbose { get; } = isVerbose;

    /// <summary>A step that succeeded.</summary>
    public void Info(string name, string message)
    {
        if (IsVerbose)
        {
            Write(name, "info", message, null);
        }
    }

    /// <summary>A step that begins.</summary>
    public void Debug(string name, string message)
    {
        if (IsVerbose)
        {
            Write(name, "debug", message, null);
        }
    }

    /// <summary>The data key is known and values are decrypted next.</summary>
    public void ReportDecryption()
    {
        Info("SOPS", "Data key recovered successfully");
        Debug("SOPS", "Decrypting tree");
    }

    /// <summary>How an attempt on a master key ended. The reference names the key everywhere but where an age identity decrypts.</summary>
    public void ReportKeyUse(KeyUse use)
    {
        var isWrap = use.Operation == KeyOperation.Wrap;
        var (name, field) = use.Key.Type.Equals(KeyType.Age) ? ("AGE", isWrap ? "recipient" : null)
            : use.Key.Type.Equals(KeyType.Pgp) ? ("PGP", "fingerprint") : ("KEYSERVICE", "key");
        var message = (isWrap ? "Encryption " : "Decryption ") + (use.Succeeded ? "succeeded" : "failed");
        Write(name, "info", message, field is null ? null : (field, use.Key.Id));
    }

    public void Warn(string name, string message) => Write(name, "warning", message, null);

    public void Error(string name, string message, string cause) => Write(name, "error", message, ("error", cause));

    public void Error(string name, string message) => Write(name, "error", message, null);

    /// <summary>
    /// How far a command has come, in the other form of log line that the reference has: <c>YYYY/MM/DD hh:mm:ss text</c>.
    /// </summary>
    public void Progress(string text) =>
        host.WriteErrorLine($"{host.Clock.GetLocalNow().ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture)} {text}");

    /// <summary>What ended a command.</summary>
    public void Fatal(string name, string message) => Write(name, "fatal", message, null);

    /// <summary>A comment that stayed readable; quoted only where it is ciphertext.</summary>
    public void WarnOfComment(Core.Text.ByteString comment) => Write(
        "SOPS",
        "warning",
        "Found possibly unencrypted comment in file. This is to be expected if the file being decrypted was created with an older " +
        "version of SOPS.",
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
                return GoQuote.Format(text);
            }
        }

        return text.Length == 0 ? "\"\"" : text;
    }
}

using System.CommandLine;
using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>filestatus</c>.</summary>
internal static class FileStatusVerb
{
    private static readonly VerbText Help = new(
        "filestatus [options] [PATH...]",
        "Tells whether files are encrypted, for whom, by which version and when they changed, who signed them, and whether a key of " +
        "yours opens them. Values are not decrypted and nobody is asked for "
        + "a passphrase: where that would be needed, the answer is 'unknown' (null in JSON).",
        ("secretskit filestatus secrets.yaml", "who can read this, and can I?"),
        ("secretskit filestatus -o json secrets.yaml | jq .encrypted", "as 'sops filestatus' answers"),
        ("secretskit filestatus -o json . | jq -r 'select(.opens==false).file'", "files of the repository that I cannot open"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var (paths, output, type, signers) = (
            VerbOptions.Paths(), VerbOptions.OutputFormat(), VerbOptions.InputType(), VerbOptions.Signers());
        return new(
            new Command("filestatus") { paths, output, type, signers },
            Help,
            (parsed, ct) =>
                new FileStatusHandler(context, new(context.Host, parsed.GetValue(signers)))
                    .RunAsync(parsed.GetRequiredValue(paths), parsed.GetValue(type), VerbOptions.WantsJson(parsed, output), ct));
    }
}

/// <summary>Tells the status of files.</summary>
internal sealed class FileStatusHandler(VerbContext context, SignaturePolicy policy)
{
    /// <summary>Tells it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> paths, string? inputType, bool json, CancellationToken ct)
    {
        var keys = context.Host.LocalKeyRing();
        var batch = new FileBatch(context);
        var outcomes = await batch.RunAsync(
            "reading",
            batch.Expand(paths, ct),
            async (file, token) =>
                await FileStatus.OfAsync(
                    keys, (await context.ReadAsync(file, token)).Content, await batch.FormatAsync(inputType, file, token), token),
            ct);
        foreach (var (file, status, _) in outcomes.Where(outcome => outcome.Failure is null))
        {
            await context.NamesFor(file).AddUserIdsAsync(
                context.Host, status!.Groups.SelectMany(group => group).Select(recipient => recipient.Key), ct);
            if (json)
            {
                WriteJson(file, status!);
            }
            else
            {
                Print(file, status!);
            }
        }

        return batch.Report("filestatus", outcomes);
    }

    private void Print(string file, FileStatus status)
    {
        if (status is not { IsEncrypted: true, Metadata: { } metadata })
        {
            context.Terminal.Print($"{file}: not encrypted", TextStyle.Warning);
            return;
        }

        var opens = status.Opens switch { true => "opens with a key at hand", false => "no key at hand opens it",
            null => "unknown whether a key at hand opens it" };
        context.Terminal.Print($"{file}: encrypted, {opens}", TextStyle.Strong);
        context.Terminal.Print($"  changed {metadata.LastModified.ToRfc3339()}, written by version {metadata.Version}");
        PrintSignature(file, status.File!);
        var names = context.NamesFor(file);
        for (var number = 0; number < status.Groups.Count; number++)
        {
            if (status.Groups.Count > 1)
            {
                context.Terminal.Print(
                    string.Create(
                        CultureInfo.InvariantCulture, $"  group {number}; {status.Needed} of {status.Groups.Count} groups needed"));
            }

            foreach (var (key, held) in status.Groups[number])
            {
                // The mark stays in one piece where a terminal is too narrow for the line.
                var mark = held switch { true => "  (key\u00a0at\u00a0hand)", false => "", null => "  (unknown)" };
                foreach (var row in VerbHelp.Rows(
                    context.Terminal.OutputFeatures,
                    $"{key.Type.Field} {key.Id}{names.Behind(key)}{mark}",
                    status.Groups.Count > 1 ? 4 : 2,
                    key.Type.Field.Length + 1))
                {
                    context.Terminal.Print(
                        row.TrimEnd().Replace('\u00a0', ' '), held == true ? TextStyle.Good : TextStyle.Plain);
                }
            }
        }
    }

    private void PrintSignature(string file, EncryptedFile encrypted)
    {
        if (policy.Check(file, encrypted) is var (verdict, list))
        {
            context.Terminal.Print("  " + SignatureWords.Clause(verdict, list), verdict.IsValid ? TextStyle.Good : TextStyle.Bad);
        }
        else if (encrypted.Signature is not null)
        {
            var alone = Signature(encrypted);
            context.Terminal.Print(alone.Outcome == SignatureOutcome.UnknownSigner
                ? $"  the file is signed with the key {alone.Fingerprint}; no list of signers says whose key that is"
                : "  the file has a signature that does not hold");
        }
    }

    private SignatureVerdict Signature(EncryptedFile file) => FileSignature.Verify(file, null, context.Host.Now());

    private void WriteSignature(System.Text.Json.Utf8JsonWriter json, string file, EncryptedFile encrypted)
    {
        var verdict = policy.Check(file, encrypted)?.Verdict ?? Signature(encrypted);
        json.WriteStartObject("signature");
        json.WriteString("status", SignatureWords.Name(verdict.Outcome));
        if (verdict.Principals.Length > 0)
        {
            json.WriteString("signer", verdict.Principals);
        }

        if (verdict.Fingerprint.Length > 0)
        {
            json.WriteString("key", verdict.Fingerprint);
        }

        json.WriteEndObject();
    }

    private void WriteJson(string file, FileStatus status) => JsonLine.Write(context.Host, json =>
    {
        json.WriteString("file", file);
        json.WriteBoolean("encrypted", status.IsEncrypted);
        if (status is not { IsEncrypted: true, Metadata: { } metadata })
        {
            return;
        }

        json.WriteString("version", metadata.Version);
        json.WriteString("lastmodified", metadata.LastModified.ToRfc3339());
        WriteSignature(json, file, status.File!);
        json.WriteNullable("opens", status.Opens);
        json.WriteNumber("threshold", status.Needed);
        json.WriteStartArray("groups");
        foreach (var group in status.Groups)
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var (key, held) in group)
            {
                json.WriteStartObject();
                json.WriteString("type", key.Type.Field);
                json.WriteString("id", key.Id);
                json.WriteName(key, context.NamesFor(file));
                json.WriteNullable("held", held);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

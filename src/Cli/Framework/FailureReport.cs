using SecretsKit.Cli.Access;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Walk;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Framework;

/// <summary>A failure in words for people: where, what, and the next step.</summary>
internal static class FailureReport
{
    private const int MostNamedKeys = 3;
    private const int NarrowestTerminal = 40;

    /// <summary>Prints it.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="file">The file as the user typed it, or null if the failure is about none.</param>
    /// <param name="keys">Where keys are and whose recipients are, looked up when that helps; null where that is not known.</param>
    public static void Write(
        TerminalOutput terminal,
        SecretsKitException failure,
        string? file = null,
        Func<(IReadOnlyList<KeyPlace> Places, RecipientNames Names)>? keys = null)
    {
        if (failure.Code == ErrorCode.Unmodified)
        {
            terminal.Say(file is null ? "nothing changed" : $"{file}: nothing changed");
            return;
        }

        var place = file is null ? "" : file + Position(failure) + ": ";
        if (failure is DataKeyUnrecoverableException unrecoverable)
        {
            var (places, names) = keys?.Invoke() ?? ([], RecipientNames.None);
            new KeyFailureReport(unrecoverable, file ?? "FILE", places, names).Write(terminal, place);
            return;
        }

        if (failure is DataKeyWrapException { Failures: var refused } && refused.All(reason => reason.Cause.Key is not null))
        {
            WriteRefused(terminal, refused, place);
            return;
        }

        terminal.SayLines($"secretskit: {DisplayText.Field(place)}{Clause(failure)}", TextStyle.Bad);
        var inPlace = file is not null && failure.Cause is FileCause { Fault: FileFault.NotReplaceable };
        SayHint(terminal, inPlace ? failure.Hint + ": --write-over" : failure.Hint ?? Hint(failure, file ?? "FILE"));
    }

    /// <summary>A failure in one line, for programs.</summary>
    public static string Summary(SecretsKitException failure) =>
        failure is DataKeyUnrecoverableException ? "none of the keys at hand opens this file" : Clause(failure);

    /// <summary>A failure in one line that names the file and, where no key opens it, the keys that would.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="file">The file as the user typed it.</param>
    public static string Line(SecretsKitException failure, string file)
    {
        var line = $"{DisplayText.Field(file)}{Position(failure)}: {Summary(failure)}";
        if (failure is not DataKeyUnrecoverableException unrecoverable)
        {
            return line;
        }

        var keys = unrecoverable.Groups.Where(group => !group.Recovered)
            .SelectMany(group => group.Keys)
            .Select(attempt => DisplayText.Field(attempt.Key.Id))
            .Distinct()
            .ToList();
        var named = string.Join(", ", keys.Take(MostNamedKeys))
            + (keys.Count > MostNamedKeys ? $" and {keys.Count - MostNamedKeys} more" : "");
        var groups = unrecoverable.Groups.Count > 1
            ? $" ({unrecoverable.Recovered} of the {unrecoverable.Required} key groups that it takes were decrypted)"
            : "";
        return $"{line}{groups}; it is encrypted for {named}";
    }

    // One line for each recipient that cannot be encrypted for, and what to do about each.
    private static void WriteRefused(TerminalOutput terminal, IReadOnlyList<KeyWrapFailure> refused, string place)
    {
        terminal.Say(
            $"secretskit: {DisplayText.Field(place)}nothing is written, since the data key cannot be encrypted for all recipients:",
            TextStyle.Bad);
        foreach (var reason in refused)
        {
            terminal.Say($"  {AccessText.Short(reason.Cause.Key!)}: {OneLine(reason.Reason)}");
        }

        foreach (var hint in refused.Select(reason => reason.Hint ?? WrapHint(reason.Cause)).Distinct(StringComparer.Ordinal))
        {
            SayHint(terminal, hint);
        }
    }

    /// <summary>A reason that a service lays out over lines, as one.</summary>
    internal static string OneLine(string detail) => DisplayText.Field(string.Join(
        ' ', detail.Split(['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd(':', '.'));

    // A terminal would break the line within a word; readers of a pipe look for one line.
    internal static void SayHint(TerminalOutput terminal, string? hint)
    {
        if (hint is null || !terminal.ErrorFeatures.IsTerminal)
        {
            terminal.Hint(hint);
            return;
        }

        foreach (var line in VerbHelp.Wrap("hint: " + hint, Math.Max(NarrowestTerminal, terminal.ErrorFeatures.Width)))
        {
            terminal.Say(line, TextStyle.Quiet);
        }
    }

    // Messages of documents quote what is written there; all others escape what they quote.
    private static string Clause(SecretsKitException failure) =>
        failure is DocumentException ? DisplayText.Field(failure.Problem) : failure.Problem;

    private static string Position(SecretsKitException failure) => failure switch
    {
        DocumentException { Line: > 0, Column: > 0 } at => $":{at.Line}:{at.Column}",
        DocumentException { Line: > 0 } at => $":{at.Line}",
        _ => "",
    };

    private static string KeyHint(DataKeyUnrecoverableException failure, string file)
    {
        var keys = failure.Groups.Where(group => !group.Recovered).SelectMany(group => group.Keys).Select(attempt => attempt.Key).ToList();
        var update = $"to .sops.yaml and runs {CommandText.Line("secretskit", "updatekeys", file)}";
        return keys.Any(key => key.Type == KeyType.Age)
            ? "set SOPS_AGE_KEY_FILE to the file with the private key of one of these recipients, or ask somebody who can read the " +
                $"file, who adds your public key {update}"
            : keys.Any(key => key.Type == KeyType.Pgp)
            ? "import the private key of one of these fingerprints into gpg, or ask somebody who can read the file, who adds yours " +
                $"{update}"
            : $"sign in where these keys live, or ask somebody who can read the file, who adds yours {update}";
    }

    /// <summary>What to do about a failure, or null where there is nothing to say.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="file">The file that it is about, as typed.</param>
    public static string? NextStep(SecretsKitException failure, string file) =>
        failure is DataKeyUnrecoverableException unrecoverable
            ? KeyHint(unrecoverable, file)
            : failure.Hint ?? Hint(failure, file);

    private static string? Hint(SecretsKitException failure, string file) => failure.Code switch
    {
        ErrorCode.MetadataNotFound => $"the file is not encrypted; {CommandText.Line("secretskit", "enc", file)} encrypts it",
        ErrorCode.MalformedMetadata =>
            $"it was cut off or changed by hand; compare it with an earlier version ({Bare("git", "log", "-p", "--", file)})",
        ErrorCode.MacMismatch =>
            $"a merge by hand does that, too; compare the file with an earlier version ({Bare("git", "log", "-p", "--", file)})",
        ErrorCode.DecryptFailed when failure.Cause is ValueCause { Fault: ValueFault.NotEncrypted } cause =>
            "somebody wrote it by hand: take it out there and put it in again with "
                + $"{CommandText.Line("secretskit", "set", file, cause.Path)}; if it was committed, change the secret, too",
        ErrorCode.DecryptFailed =>
            "an encrypted value was changed or moved to another key; compare the file with an earlier version "
                + $"({Bare("git", "log", "-p", "--", file)})",
        ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument
            when failure.Cause is DocumentCause { Fault: DocumentFault.DuplicateKey } =>
            "a key stands once in a map: take one of the two out, or rename it",
        ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument
            when failure.Cause is DocumentCause { Fault: DocumentFault.UnexpectedCharacter } =>
            "YAML is not indented with tabs, and a value that begins with @, ` or % stands in quotes",
        ErrorCode.MalformedDocument when failure.Cause is DocumentCause { Fault: DocumentFault.Characters } =>
            $"it is not saved as UTF-8: {Bare("iconv", "-f", "WINDOWS-1252", "-t", "UTF-8", file)} prints it so, if it comes from Windows; "
                + "'--input-type binary' takes it as it is",
        ErrorCode.MalformedDocument when FileFormat.Of(null, file) == DocumentFormat.Dotenv =>
            "a line is NAME=VALUE, a comment or empty; \\n in a value stands for a line end; --input-type names another format",
        ErrorCode.MalformedDocument => "correct the file, or name its format with --input-type",
        ErrorCode.UnsupportedDocument when failure.Cause is DocumentCause { Fault: DocumentFault.WrongKind } =>
            "a file holds keys with values at its top: put a list or a single value under a key",
        ErrorCode.UnsupportedDocument when failure.Cause is DocumentCause { Fault: DocumentFault.InvalidKey } =>
            "values that begin with '{{' stand in quotes in YAML; templates themselves cannot be encrypted",
        ErrorCode.EmitFailed => "dotenv holds single values, INI sections of single values; yaml and json hold everything",
        ErrorCode.NoMatchingRule when failure.Cause is RuleCause { Kind: RuleKind.Destination } =>
            "destination_rules in .sops.yaml say where files go",
        ErrorCode.EmptyDocument => "put at least one value into the file first",
        ErrorCode.MalformedPath => "write a path like database.users[0], or '[\"database\"][\"users\"][0]' as with sops",
        ErrorCode.PathNotFound => $"{CommandText.Line("secretskit", "view", file)} shows all values",
        ErrorCode.MalformedConfig => "correct the .sops.yaml",
        ErrorCode.KeyWrapFailed when failure.Cause is KeyWrapCause cause => WrapHint(cause),
        ErrorCode.FileUnreadable => $"{CommandText.Line("ls", "-l", file)} shows who may read it",
        ErrorCode.FileNotFound => "correct the path, or make what it leads to first",
        ErrorCode.FileUnwritable => UnwritableHint(failure.Cause as FileCause),
        ErrorCode.General when failure is AgeException { Failure: AgeFailure.Recipient } =>
            RecipientCheck.Forms,
        ErrorCode.AlreadyEncrypted => $"{CommandText.Line("secretskit", "edit", file)} changes an encrypted file",
        _ => null,
    };

    private static string UnwritableHint(FileCause? cause) => cause?.Fault switch
    {
        FileFault.NoSpace => "make room there, and run it again; nothing was lost",
        FileFault.IsFolder => "name a file below that folder",
        FileFault.NoFolder => "correct the path, or make the folder first",
        _ => "name another file, or look at who may write there",
    };

    private static string Bare(params ReadOnlySpan<string> words) => string.Join(' ', words.ToArray().Select(CommandText.Word));

    private static string WrapHint(KeyWrapCause cause) => cause switch
    {
        { Fault: KeyWrapFault.Unavailable, Key: PgpMasterKey } =>
            "install gpg, or name the program in SOPS_GPG_EXEC, and try again",
        { Key: PgpMasterKey } =>
            "'gpg --list-keys' shows the public keys that gpg has; recipients are their fingerprints, of 40 digits and letters",
        { Fault: KeyWrapFault.InvalidKey, Key: AwsKmsMasterKey } =>
            "an ARN is as arn:aws:kms:eu-central-1:111122223333:key/ID, or ends with alias/NAME",
        { Fault: KeyWrapFault.InvalidKey, Key: GcpKmsMasterKey } => "a key is as projects/P/locations/L/keyRings/R/cryptoKeys/K",
        { Fault: KeyWrapFault.Unavailable } => "make sure that what holds the key can be reached from here, and try again",
        { Fault: KeyWrapFault.Threshold } => "choose a threshold from 2 to the number of key groups",
        { Fault: KeyWrapFault.EmptyGroup } => "put at least one key into each key group",
        _ => "check the recipients in .sops.yaml or on the command line",
    };
}

using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The form without a command: <c>sops [-e|-d] [flags] FILE</c>, or editing.</summary>
internal sealed class LegacyMode(SopsSession session)
{
    private const string TwoModes =
        "More than one command (--encrypt, --decrypt, --rotate, --set) has been specified. Only the changes made by the last one will " +
        "be visible. "
        + "Note that this behavior is deprecated and will cause an error eventually.";

    /// <summary>Runs it.</summary>
    /// <param name="setVerb">Gets the verb that the flags mean, for messages and exit codes.</param>
    /// <param name="ct">Cancels key services and the editor.</param>
    public async Task RunAsync(Action<string> setVerb, CancellationToken ct)
    {
        var flags = session.Globals;
        if (flags.Arguments.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified");
        }

        var (encrypt, decrypt) = (flags.IsOn(SopsFlags.LegacyEncrypt), flags.IsOn(SopsFlags.LegacyDecrypt));
        var (rotate, set) = (flags.IsOn(SopsFlags.LegacyRotate), flags.Text(SopsFlags.LegacySet).Length > 0);
        bool[] modes = [encrypt, decrypt, rotate, set];
        session.WarnOfExtraArguments(flags.Arguments);
        var file = flags.Arguments[0];
        if (SopsKeys.ChangesKeys(flags)
            && session.Host.Environment.CleanPath(file) is var full && !File.Exists(full))
        {
            throw new SecretsKitException(
                ErrorCode.KeysOnMissingFile,
                    $"Error: cannot add or remove keys on non-existent file \"{full}\", use `--kms` and `--pgp` instead.");
        }

        if (modes.Count(mode => mode) > 1)
        {
            session.Log.Warn("CMD", TwoModes);
        }

        if (encrypt)
        {
            setVerb("encrypt");
            await new EncryptVerb(session).RunAsync(flags, file, ct);
        }

        if (decrypt)
        {
            setVerb("decrypt");
            await new DecryptVerb(session).RunAsync(flags, file, ct);
        }

        if (rotate)
        {
            setVerb("-r");
            RequireRule(file);
            await new RotateVerb(session).RunLegacyAsync(flags, file, ct);
        }

        if (set)
        {
            setVerb("set");
            RequireRule(file);
            await new SetVerb(session).RunLegacyAsync(flags, file, flags.Text(SopsFlags.LegacySet), ct);
        }

        if (!modes.Contains(true))
        {
            setVerb("edit");
            RequireRule(file);
            await new EditVerb(session).RunAsync(flags, file, ct);
        }
    }

    // A configuration without a matching rule is an error here even for a file that exists.
    private void RequireRule(string file) => session.Config()?.RuleFor(session.Host.Environment.CleanPath(file));
}

using System.CommandLine;
using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>exec-env</c>.</summary>
internal static class ExecEnvVerb
{
    private static readonly VerbText Help = new(
        "exec-env [options] FILE -- COMMAND [ARGUMENT...]",
        "Runs a command with the values of an encrypted file as its environment variables. Nothing is written anywhere, and only the " +
        "command and what it "
        + "starts see the values. Each key at the top of the file becomes a variable; comments do not. The command takes the place of " +
            "secretskit: "
        + "signals, Ctrl-C and the exit code are its own. SOPS_AGE_KEY is not handed on.",
        ("secretskit exec-env secrets.yaml -- ./migrate --to latest", "with the values as variables"),
        ("secretskit exec-env secrets.env 'psql \"$DATABASE_URL\" | less'", "a line for the shell, where variables are meant for it"),
        ("secretskit exec-env --extract database secrets.yaml -- env", "only the values of one map"),
        ("secretskit exec-env --flatten secrets.yaml -- env", "maps and lists, too: database.users[0] becomes database_users_0"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var (file, command) = (VerbOptions.File("Encrypted file."), ExecWords.Command());
        var extract = VerbOptions.Text("--extract", "KEY", "Use the values of one map, by a path such as database.");
        var flatten = VerbOptions.Switch("--flatten", "Make variables of the values in maps and lists, too, with the keys joined by _.");
        var pristine = VerbOptions.Switch("--pristine", "Give the command these variables and no others, not even PATH.");
        var keys = VerbOptions.Switch("--with-keys", "Hand SOPS_AGE_KEY on, for commands that decrypt more files.");
        var (user, type) = (ExecWords.User(), VerbOptions.InputType());
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Decrypt even if the file was changed without its key.");
        KeyPaths.AddTo(extract.CompletionSources, context, file);
        return new(
            new Command("exec-env") { file, command, extract, flatten, pristine, keys, user, type, ignoreMac },
            Help,
            (parsed, ct) => new ExecEnvHandler(context).RunAsync(
                new ExecEnvRequest(parsed.GetRequiredValue(file), ExecWords.Read(parsed, command, "exec-env"))
                {
                    Extract = parsed.GetValue(extract),
                    Flattens = parsed.GetValue(flatten),
                    Inherits = parsed.GetValue(pristine)
                        ? ChildEnvironment.Pristine
                        : parsed.GetValue(keys)
                        ? ChildEnvironment.Everything
                        : ChildEnvironment.WithoutKeys,
                    User = parsed.GetValue(user),
                    InputType = parsed.GetValue(type),
                    IgnoreMac = parsed.GetValue(ignoreMac),
                },
                ct));
    }
}

/// <summary>A command to run with values as variables.</summary>
/// <param name="File">The encrypted file.</param>
/// <param name="Command">The command.</param>
internal sealed record ExecEnvRequest(string File, ChildCommand Command)
{
    /// <summary>The map whose values are used, or null for the whole file.</summary>
    public string? Extract { get; init; }

    /// <summary>Whether values in maps and lists become variables, too.</summary>
    public bool Flattens { get; init; }

    /// <summary>What the command inherits.</summary>
    public ChildEnvironment Inherits { get; init; }

    /// <summary>Whom it runs as, or null.</summary>
    public string? User { get; init; }

    /// <summary>The file's format, or null for that of its name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether the MAC may be wrong.</summary>
    public bool IgnoreMac { get; init; }
}

/// <summary>Runs commands with values as variables.</summary>
internal sealed class ExecEnvHandler(VerbContext context)
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code, usually the command's.</returns>
    public async Task<int> RunAsync(ExecEnvRequest request, CancellationToken ct)
    {
        var user = ChildUser.Find(context.Host, request.User);
        ChildRequest? child = null;
        var exit = await context.ForEachFileAsync("exec-env", [request.File], async file =>
        {
            var path = request.Extract is { Length: > 0 } text ? PathText.Parse(text) : null;
            var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
            var format = await context.FormatAsync(request.InputType, file, ct);
            var (_, decrypted) = await context.DecryptAsync(file, format, new(mac), ct);
            using (decrypted)
            {
                new CopyBeside(context, file).WarnIfChanged(format, decrypted);
                var document = decrypted.Plain.Tree.Branches[0];
                var place = path is null ? document : ViewHandler.Place(path, document).Find(document);
                var values = place as MapNode ?? throw new SecretsKitException(
                    ErrorCode.PathNotFound, "what --extract names is not a map of values")
                {
                    Hint = "name a map, such as database",
                };
                child = new ChildRequest(request.Command)
                {
                    Variables = request.Flattens ? FlatVariables.Of(values) : SecretVariables.Of(values),
                    Inherits = request.Inherits,
                    User = user,
                    Start = ChildStart.Become,
                };
            }
        });
        if (child is null)
        {
            return exit;
        }

        if (RiskyVariables.Warning(child.Variables.Select(variable => variable.Key)) is { } warning)
        {
            context.Terminal.Say($"warning: {request.File}: {warning}", TextStyle.Warning);
            context.Terminal.Hint("unless the command is meant to get them, see who put them there and remove them: 'secretskit unset'");
        }

        user.Become();
        return await ExecWords.RunAsync(context, child, ct);
    }
}

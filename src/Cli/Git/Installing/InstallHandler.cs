using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>What to set up, and where.</summary>
/// <param name="Patterns">Patterns of files; empty to take them from <c>.sops.yaml</c>.</param>
internal sealed record InstallRequest(IReadOnlyList<string> Patterns)
{
    /// <summary>Whether the user's configuration changes instead of that of the clone.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Whether diffs hide values.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Whether the pre-commit hook is written.</summary>
    public bool Hooks { get; init; }

    /// <summary>
    /// The level of findings from which the hook refuses a commit. Default: errors, for a warning is no reason to keep work out of git.
    /// </summary>
    public string FailOn { get; init; } = "error";

    /// <summary>The program that git shall run, or null for this one.</summary>
    public string? Program { get; init; }
}

/// <summary>Sets up git, or undoes it. Runs again without harm, and says what it changed.</summary>
internal sealed class InstallHandler(VerbContext context)
{
    private const string Attributes = ".gitattributes";

    private GitCommand Git => new(context.Host.Environment, context.Host.Environment.WorkingDirectory);

    /// <summary>Sets up.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InstallAsync(InstallRequest request, CancellationToken ct)
    {
        if (request is { IsGlobal: true, Hooks: true })
        {
            throw new SecretsKitException(
                ErrorCode.ConflictingOptions, "a hook belongs to one repository: --hooks and --global exclude each other")
            {
                Hint = "run 'secretskit git install --hooks' in the clone",
            };
        }

        var before = await GitSetup.OfAsync(context.Host, ct);
        var program = ProgramWord.Of(context.Host, request.Program);
        var top = request.IsGlobal ? null : await Git.TopAsync(ct);
        List<InstallChange> changes = [.. await new GitSettings(Git, Scope(request.IsGlobal)).WriteAsync(program, request.IsMasked, ct)];
        var (path, patterns) = top is null
            ? (await GlobalAttributesAsync(ct), request.Patterns)
            : await PatternsAsync(request.Patterns, top, ct);
        changes.AddRange(new AttributeFile(context.Host, path).Add(patterns)
            .Select(pattern => new InstallChange(InstallChangeKind.Attribute, $"added {pattern} to {path}")));
        if (request.Hooks && await new CommitHook(context.Host, Git).WriteAsync(program, request.FailOn, ct) is { } hook)
        {
            changes.Add(new(InstallChangeKind.Hook, hook));
        }

        if (before.Problem is not null)
        {
            context.Terminal.Say($"until now {before.Problem}");
        }

        Tell(changes, "everything is set up already");
        if (!request.IsGlobal && changes.Exists(change => change.Kind == InstallChangeKind.Attribute))
        {
            context.Terminal.Hint($"commit {Attributes}; each clone runs 'secretskit git install' once");
        }

        return ExitCodes.Success;
    }

    /// <summary>Undoes it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> UninstallAsync(bool isGlobal, CancellationToken ct)
    {
        var top = isGlobal ? null : await Git.TopAsync(ct);
        List<InstallChange> changes = [.. await new GitSettings(Git, Scope(isGlobal)).RemoveAsync(ct)];
        string[] files = top is null
            ? [await GlobalAttributesAsync(ct)]
            : [.. new[] { Path.Combine(top, Attributes), Path.Combine((await FolderAsync(top, ct)).Folder, Attributes) }.Distinct()];
        foreach (var file in files)
        {
            changes.AddRange(new AttributeFile(context.Host, file).Remove()
                .Select(line => new InstallChange(InstallChangeKind.Attribute, $"removed '{line}' from {file}")));
        }

        if (top is not null && await new CommitHook(context.Host, Git).RemoveAsync(ct) is { } hook)
        {
            changes.Add(new(InstallChangeKind.Hook, hook));
        }

        Tell(changes, "nothing was set up here");
        return ExitCodes.Success;
    }

    private static string Scope(bool isGlobal) => isGlobal ? "--global" : "--local";

    private void Tell(List<InstallChange> changes, string none)
    {
        foreach (var change in changes)
        {
            context.Terminal.Say(change.Text, change.Kind == InstallChangeKind.Warning ? TextStyle.Warning : TextStyle.Good);
        }

        if (changes.Count == 0)
        {
            context.Terminal.Say(none);
        }
    }

    /// <summary>The attributes of this clone and the patterns for them, which are relative to the folder of the file.</summary>
    private async Task<(string Path, IReadOnlyList<string> Patterns)> PatternsAsync(
        IReadOnlyList<string> given, string top, CancellationToken ct)
    {
        if (given.Count > 0)
        {
            return (Path.Combine(top, Attributes), given);
        }

        var (folder, config) = await FolderAsync(top, ct);
        var (patterns, onlyFiles) = await new RulePatterns(context.Host, new GitCommand(context.Host.Environment, folder), folder)
            .FindAsync(config, ct);
        foreach (var rule in onlyFiles)
        {
            var which = config is null
                ? "there is no .sops.yaml in this clone"
                : rule.Length == 0
                ? "a rule in .sops.yaml matches every file"
                : $"the rule {rule} in .sops.yaml says more than a pattern can";
            context.Terminal.Say($"{which}, so files that are encrypted now are taken");
            context.Terminal.Hint("for files to come name patterns: secretskit git install 'secrets*.yaml'");
        }

        return (Path.Combine(folder, Attributes), patterns);
    }

    // A configuration above the clone says nothing about paths in it.
    private async Task<(string Folder, SopsConfig? Config)> FolderAsync(string top, CancellationToken ct)
    {
        if (ConfigFinder.Search(context.Host.Environment, "").Path is not { } found)
        {
            return (top, null);
        }

        var folder = Path.GetDirectoryName(context.Host.Environment.CleanPath(found))!;
        return await new GitCommand(context.Host.Environment, folder).LineAsync(["rev-parse", "--show-toplevel"], ct) == top
            ? (folder, ConfigFinder.Load(context.Host.Environment, found))
            : (top, null);
    }

    private async Task<string> GlobalAttributesAsync(CancellationToken ct)
    {
        var environment = context.Host.Environment;
        if (await Git.LineAsync(["config", "--global", "--type=path", "--get", "core.attributesFile"], ct) is { } configured)
        {
            return environment.CleanPath(configured);
        }

        var folder = environment.Variable("XDG_CONFIG_HOME") is { Length: > 0 } named ? named
            : Path.Combine(
                environment.HomeDirectory ?? throw new SecretsKitException(ErrorCode.General, "no home folder is known")
                {
                    Hint = "set HOME",
                },
                ".config");
        return environment.CleanPath(Path.Combine(folder, "git", "attributes"));
    }
}

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>What a shell does besides offering the candidates: the number that ends an answer of Cobra's <c>__complete</c>.</summary>
[Flags]
internal enum ShellDirective
{
    /// <summary>What the shell does by default: files where nothing is offered.</summary>
    Default = 0,

    /// <summary>Something failed: offer nothing.</summary>
    Error = 1,

    /// <summary>No space behind a candidate.</summary>
    NoSpace = 2,

    /// <summary>No files.</summary>
    NoFileComp = 4,

    /// <summary>The candidates are extensions of the files to offer.</summary>
    FilterFileExt = 8,

    /// <summary>Only folders.</summary>
    FilterDirs = 16,

    /// <summary>The candidates stay in this order.</summary>
    KeepOrder = 32,
}

/// <summary>An answer of <c>__complete</c>.</summary>
/// <param name="Directive">What the shell does besides.</param>
/// <param name="Lines">The candidates; behind a tabulator what each is for.</param>
internal sealed record CobraReply(ShellDirective Directive, params IReadOnlyList<string> Lines)
{
    /// <summary>The beginning of a line that is shown to the user and not offered.</summary>
    public const string ActiveHelp = "_activeHelp_ ";

    private const int Highest = (int)ShellDirective.KeepOrder * 2;

    /// <summary>Nothing, and no files.</summary>
    public static CobraReply Nothing { get; } = new(ShellDirective.NoFileComp);

    /// <summary>Nothing, so that the shell offers files.</summary>
    public static CobraReply Files { get; } = new(ShellDirective.Default);

    /// <summary>The note that no further argument is taken.</summary>
    public static CobraReply NoMoreArguments { get; } =
        new(ShellDirective.NoFileComp, ActiveHelp + "This command does not take any more arguments (but may accept flags).");

    /// <summary>Why nothing could be completed, for standard error; null if nothing failed.</summary>
    public string? Failure { get; init; }

    /// <summary>The directive's names, as Cobra writes them on standard error.</summary>
    public string DirectiveNames()
    {
        if ((int)Directive >= Highest)
        {
            return $"ERROR: unexpected ShellCompDirective value: {(int)Directive}";
        }

        var names = Enum.GetValues<ShellDirective>().Where(one => one == Directive || (one != 0 && Directive.HasFlag(one)));
        return string.Join(", ", names.Select(one => "ShellCompDirective" + one));
    }
}

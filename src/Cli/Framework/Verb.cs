namespace SecretsKit.Cli.Framework;

/// <summary>Where a verb is listed in the help.</summary>
internal enum VerbSection
{
    /// <summary>Work with the values of files.</summary>
    Values,

    /// <summary>Who can read what.</summary>
    Recipients,

    /// <summary>Secrets on their way to programs, reviewers and git.</summary>
    Use,

    /// <summary>Charts, rendered and compared.</summary>
    Charts,

    /// <summary>What is done once.</summary>
    Start,
}

/// <summary>A verb before its words are built: start-up pays only for the verb that runs.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Summary">One line.</param>
/// <param name="Create">Builds it.</param>
internal sealed record Verb(string Name, string Summary, Func<VerbContext, VerbCommand> Create)
{
    /// <summary>Where it is listed in the help.</summary>
    public VerbSection Section { get; init; }
}

using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Releases.Diffing;

/// <summary>What a diff shows.</summary>
public sealed record DiffOptions
{
    /// <summary>How much of Secrets. Default: masked.</summary>
    public SecretView Secrets { get; init; }

    /// <summary>
    /// The share of changed lines below which an object of the same kind counts as renamed, above 0 and at most 1. Default 0: none does.
    /// </summary>
    public double RenameShare { get; init; }

    /// <summary>Whether carriage returns at the ends of lines count for nothing. Default no.</summary>
    public bool StripsCarriageReturns { get; init; }

    /// <summary>Lines that one of these matches are left out. Default: none.</summary>
    public IReadOnlyList<Re2> HiddenLines { get; init; } = [];
}

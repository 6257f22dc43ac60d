using SecretsKit.Charts.UnitTesting.Assertions;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>A suite as its file has it (spec chart-testing.md B2).</summary>
internal sealed record TestSuite
{
    /// <summary>Its name; empty where it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What its tests have in common.</summary>
    public TestSettings Settings { get; init; } = new();

    /// <summary>Templates that are rendered; empty for all.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Templates that are left out of those.</summary>
    public IReadOnlyList<string> ExcludedTemplates { get; init; } = [];

    /// <summary>Whether files under crds/ are rendered, too.</summary>
    public bool IncludesCrds { get; init; }

    /// <summary>What snapshots are kept under besides the file's name.</summary>
    public string SnapshotId { get; init; } = "";

    /// <summary>Why it is skipped; null where it is not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>The tool's version that it needs at least; empty for any.</summary>
    public string MinimumVersion { get; init; } = "";

    /// <summary>Its tests, at least one.</summary>
    public IReadOnlyList<TestCase> Tests { get; init; } = [];
}

/// <summary>A test.</summary>
internal sealed record TestCase
{
    /// <summary>Its name; empty where it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it sets over its suite.</summary>
    public TestSettings Settings { get; init; } = new();

    /// <summary>Templates that it is about; empty for those of the suite.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Which documents it is about.</summary>
    public DocumentChoice Choice { get; init; } = new();

    /// <summary>Why it is skipped; null where it is not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Its assertions, at least one.</summary>
    public IReadOnlyList<AssertionCase> Assertions { get; init; } = [];
}

/// <summary>An assertion in a test.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Check">What it does.</param>
/// <param name="IsNegation">Whether the name means the opposite.</param>
internal sealed record AssertionCase(string Type, Assertion Check, bool IsNegation)
{
    /// <summary>Whether it has <c>not: true</c>.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Whether the opposite is asserted, by name or by <c>not</c>.</summary>
    public bool IsNegated => IsNegation != IsInverted;

    /// <summary>The template that it is about; empty for those of the test.</summary>
    public string Template { get; init; } = "";

    /// <summary>Which documents it is about.</summary>
    public DocumentChoice Choice { get; init; } = new();
}

/// <summary>Which documents count.</summary>
/// <param name="Index">Which one; null for all.</param>
/// <param name="Selector">What they have; null for anything.</param>
internal sealed record DocumentChoice(int? Index = null, DocumentSelector? Selector = null);

/// <summary>What chosen documents have.</summary>
/// <param name="Path">Where.</param>
/// <param name="Value">What is found there.</param>
internal sealed record DocumentSelector(string Path, Value Value)
{
    /// <summary>Whether more than one document may have it.</summary>
    public bool MatchesMany { get; init; }

    /// <summary>Whether templates without such a document are passed over.</summary>
    public bool SkipsEmptyTemplates { get; init; }
}

using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>What came of the rendering for one test.</summary>
internal sealed record RenderedChart
{
    /// <summary>The documents of each template that was rendered, by path in order.</summary>
    public required SortedDictionary<string, IReadOnlyList<Value>> Documents { get; init; }

    /// <summary>The whole message, if rendering failed; else null.</summary>
    public string? Error { get; init; }

    /// <summary>What of it is meant for people.</summary>
    public string? Failure { get; init; }

    /// <summary>The same as people may see it.</summary>
    public string? ShownFailure { get; init; }

    /// <summary>The template that failed; null where the failure is about none of them.</summary>
    public string? FailedPath { get; init; }

    /// <summary>Whether the failure is about no template at all, but about values.</summary>
    public bool IsAboutValues { get; init; }

    /// <summary>Whether a post-renderer lost the names of templates: then all is in one file.</summary>
    public bool HasLostNames { get; init; }

    /// <summary>What is the matter with a template: the failure where it is about it, or about none in particular.</summary>
    public string? FailureOf(string path) => FailedPath is null || FailedPath == path ? Failure : null;
}

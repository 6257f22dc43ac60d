namespace SecretsKit.Charts.Manifests;

/// <summary>A rendered document: its exact text and what it says of itself.</summary>
/// <param name="Path">Of its template, from the root chart's name on.</param>
/// <param name="Text">The bytes.</param>
/// <param name="Head">Kind, name, annotations.</param>
public sealed record Manifest(string Path, ReadOnlyMemory<byte> Text, ManifestHead Head);

/// <summary>A document that is applied at an event instead of with the release (spec helm.md 4.5).</summary>
/// <param name="Manifest">The document.</param>
/// <param name="Events">Such as <c>pre-install</c>; at least one.</param>
/// <param name="Weight">Lower ones run first.</param>
/// <param name="DeletePolicies">As written.</param>
/// <param name="OutputLogPolicies">As written.</param>
public sealed record Hook(
    Manifest Manifest,
    IReadOnlyList<string> Events,
    int Weight,
    IReadOnlyList<string> DeletePolicies,
    IReadOnlyList<string> OutputLogPolicies)
{
    /// <summary>The event of tests.</summary>
    public const string TestEvent = "test";

    /// <summary>Whether it runs on <c>helm test</c>.</summary>
    public bool IsTest => Events.Contains(TestEvent);
}

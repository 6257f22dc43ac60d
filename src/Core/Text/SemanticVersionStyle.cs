namespace SecretsKit.Core.Text;

/// <summary>How much a version text may leave out.</summary>
public enum SemanticVersionStyle
{
    /// <summary><c>X.Y.Z</c> with optional pre-release and build metadata and nothing else: semver.org 2.0.0.</summary>
    Strict,

    /// <summary>As <see cref="Strict"/>, after an optional <c>v</c>: what SOPS asks of the version in a file.</summary>
    Full,

    /// <summary>
    /// Also <c>1</c> and <c>1.2</c>, an optional <c>v</c>, and leading zeros in the three numbers: what charts may carry.
    /// </summary>
    Loose,
}

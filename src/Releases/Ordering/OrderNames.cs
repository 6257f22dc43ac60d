namespace SecretsKit.Releases.Ordering;

/// <summary>Which annotations order the objects of a release.</summary>
public enum OrderNames
{
    /// <summary>Those of <c>secretskit.io</c>.</summary>
    Own,

    /// <summary>Those, and the ones that Nelm knows (<c>werf.io</c>).</summary>
    OwnAndNelm,
}

namespace SecretsKit.Releases.Operations;

/// <summary>Whether hooks run.</summary>
public enum HookUse
{
    /// <summary>They do.</summary>
    Run,

    /// <summary>They do not.</summary>
    Skip,
}

namespace SecretsKit.Releases.Records.Model;

/// <summary>How far a run of a hook came.</summary>
public enum HookPhase
{
    /// <summary>It has not run.</summary>
    None,

    /// <summary>Not known, or a word of a later version.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It succeeded.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,
}

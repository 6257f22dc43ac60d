namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>What objects are looked at for.</summary>
internal enum CollectionRole
{
    /// <summary>They are waited for.</summary>
    Waited,

    /// <summary>Rules about those that are waited for look at them.</summary>
    Related,

    /// <summary>They show what is wrong; nothing depends on them.</summary>
    Diagnosis,

    /// <summary>They are events about the others.</summary>
    Events,
}

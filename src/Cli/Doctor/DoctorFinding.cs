namespace SecretsKit.Cli.Doctor;

/// <summary>How a finding is meant.</summary>
internal enum DoctorLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Neither good nor bad.</summary>
    Note,

    /// <summary>To be looked at.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Problem,
}

/// <summary>One finding.</summary>
/// <param name="Topic">What it is about, one of a fixed list of words.</param>
/// <param name="Level">How it is meant.</param>
/// <param name="Text">A clause. Never a secret.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record DoctorFinding(string Topic, DoctorLevel Level, string Text, string? Hint = null);

namespace SecretsKit.Releases.Frozen;

/// <summary>What has changed since a plan was made. No value of a field is in it.</summary>
/// <param name="Subject">The release, object or cluster that it is about.</param>
/// <param name="Detail">What is otherwise, as a clause.</param>
public sealed record StateChange(string Subject, string Detail)
{
    /// <summary>Subject and detail.</summary>
    public override string ToString() => $"{Subject}: {Detail}";
}

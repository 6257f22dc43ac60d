namespace SecretsKit.Releases.Waiting.Live;

/// <summary>A condition of an object's status.</summary>
/// <param name="Type">What it is about, as <c>Available</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">Why, as one word.</param>
/// <param name="Message">Why, as a sentence of a controller.</param>
public sealed record LiveCondition(string Type, string Status, string Reason, string Message)
{
    /// <summary>The generation of the object that it is about; null if that is not said.</summary>
    public long? Generation { get; init; }

    /// <summary>Whether it holds.</summary>
    public bool IsTrue => Status == "True";

    /// <summary>Whether it does not hold.</summary>
    public bool IsFalse => Status == "False";
}

namespace SecretsKit.Releases.Records.Format;

/// <summary>When a field is written.</summary>
internal enum FieldPresence
{
    /// <summary>Not when it is empty: no text, 0, false, the zero time, an empty list or map, nothing.</summary>
    WhenSet,

    /// <summary>Always; <c>null</c> for lists, maps, bytes and objects that are not there.</summary>
    Always,
}

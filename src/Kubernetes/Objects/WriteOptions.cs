namespace SecretsKit.Kubernetes.Objects;

/// <summary>How an object is written.</summary>
public sealed record WriteOptions
{
    /// <summary>The server's own choices.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>
    /// Who owns the fields that are written, such as <c>helm</c>. Default empty: the server takes the name of the program.
    /// </summary>
    public string FieldManager { get; init; } = "";

    /// <summary>What becomes of unknown fields. Default: what the server does unless asked.</summary>
    public FieldValidation FieldValidation { get; init; }

    /// <summary>Whether the server only says what would be, and keeps nothing. Default no.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>
    /// For server-side apply alone: whether fields are taken from their owners; false is sent as well. Default null: nothing is sent.
    /// </summary>
    public bool? ForcesConflicts { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Query
    {
        get
        {
            var query = new List<KeyValuePair<string, string>>(4);
            if (IsDryRun)
            {
                query.Add(new("dryRun", "All"));
            }

            if (FieldManager.Length > 0)
            {
                query.Add(new("fieldManager", FieldManager));
            }

            if (FieldValidation != FieldValidation.ServerDefault)
            {
                query.Add(new("fieldValidation", FieldValidation.ToString()));
            }

            if (ForcesConflicts is { } forces)
            {
                query.Add(new("force", forces ? "true" : "false"));
            }

            return query;
        }
    }
}

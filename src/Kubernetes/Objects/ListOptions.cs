namespace SecretsKit.Kubernetes.Objects;

/// <summary>Which objects of a kind.</summary>
public sealed record ListOptions
{
    /// <summary>All of them.</summary>
    public static ListOptions All { get; } = new();

    /// <summary>Labels that they have, as <c>app=web,tier!=db</c>. Default empty: any.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Fields that they have, as <c>metadata.name=web</c>. Default empty: any.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>How many a request asks for. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    internal List<KeyValuePair<string, string>> Query
    {
        get
        {
            var query = new List<KeyValuePair<string, string>>();
            if (LabelSelector.Length > 0)
            {
                query.Add(new("labelSelector", LabelSelector));
            }

            if (FieldSelector.Length > 0)
            {
                query.Add(new("fieldSelector", FieldSelector));
            }

            return query;
        }
    }
}

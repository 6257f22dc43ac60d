namespace SecretsKit.Templating.Formatting;

/// <summary>What is between the percent sign and the verb.</summary>
internal struct FormatFlags
{
    /// <summary>In characters, null if not given.</summary>
    public int? Width;

    /// <summary>Null if not given.</summary>
    public int? Precision;

    public bool Plus;

    public bool Minus;

    public bool Sharp;

    public bool Space;

    public bool Zero;

    /// <summary><c>%+v</c>: fields with their names.</summary>
    public bool NamesFields;

    /// <summary><c>%#v</c>: Go's syntax.</summary>
    public bool GoSyntax;

    /// <summary>With <c>v</c>, plus and sharp mean something else.</summary>
    public void TakeForVerb(int verb)
    {
        if (verb is 'v' or 'w')
        {
            (NamesFields, GoSyntax, Plus, Sharp) = (Plus, Sharp, false, false);
        }
    }
}

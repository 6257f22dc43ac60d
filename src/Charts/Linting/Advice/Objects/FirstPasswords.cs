namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>
/// What programs read when they start for the first time, with nothing stored: passwords of administrators, and those with which databases
/// are made. Pods that restart do not take others over.
/// </summary>
internal static class FirstPasswords
{
    private static readonly string[] Signs = ["admin", "initial", "init", "initdb", "bootstrap", "default", "first", "root"];

    // Whatever the image of a database takes by a name that begins so is for a database that is not there yet.
    private static readonly (string Image, string Variable)[] Databases =
        [("postgres", "POSTGRES"), ("mysql", "MYSQL"), ("mariadb", "MARIADB"), ("mariadb", "MYSQL"), ("mongo", "MONGO")];

    /// <summary>Whether a container takes such a password, and no more, in a place.</summary>
    public static bool Are(ConfigReference reference) => reference is { Kind: "Secret", Variable: { } variable }
        && (Words(variable).Concat(Words(reference.Key ?? "")).Concat(Words(reference.Name)).Any(Signs.Contains)
            || Array.Exists(
                Databases,
                one => Program(reference.Image).Contains(one.Image, StringComparison.Ordinal)
                    && variable.StartsWith(one.Variable, StringComparison.Ordinal)));

    private static IEnumerable<string> Words(string name) =>
        name.ToLowerInvariant().Split((char[])['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static string Program(string image) => image[(image.LastIndexOf('/') + 1)..];
}

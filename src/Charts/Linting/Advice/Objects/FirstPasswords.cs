namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>
/// What programs read when they start for the first time, with nothing stored: passwords of administrators, and those with which databases
/// are made. Pods that restart do not take others over.
/// </summary>
internal static class FirstPasswords
{
    private static readonly string[] Beginnings = ["initial", "init", "initdb", "bootstrap", "first"];
    private static readonly string[] Administrators = ["admin", "administrator", "superuser", "default"];
    private static readonly string[] Accounts = ["password", "passwd", "pass", "user", "username", "login", "email"];

    // Whatever the image of a database takes by a name that begins so is for a database that is not there yet.
    private static readonly (string Image, string Variable)[] Databases =
        [("postgres", "POSTGRES"), ("mysql", "MYSQL"), ("mariadb", "MARIADB"), ("mariadb", "MYSQL"), ("mongo", "MONGO")];

    /// <summary>Whether a container takes such a password, and no more, in a place.</summary>
    public static bool Are(ConfigReference reference) => reference is { Kind: "Secret", Variable: { } variable }
        && (Words(variable).Concat(Words(reference.Key ?? "")).Concat(Words(reference.Name)).Any(Beginnings.Contains)
            || IsOfAdministrator(Words(variable))
            || IsOfAdministrator(Words(reference.Key ?? ""))
            || Array.Exists(
                Databases,
                one => Program(reference.Image).Contains(one.Image, StringComparison.Ordinal)
                    && variable.StartsWith(one.Variable, StringComparison.Ordinal)));

    // ADMIN_PASSWORD; but ADMIN_TOKEN is asked for as long as the program runs.
    private static bool IsOfAdministrator(string[] words) => words.Any(Administrators.Contains) && words.Any(Accounts.Contains);

    private static string[] Words(string name) =>
        name.ToLowerInvariant().Split((char[])['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static string Program(string image) => image[(image.LastIndexOf('/') + 1)..];
}

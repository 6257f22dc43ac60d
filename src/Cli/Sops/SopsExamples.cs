namespace SecretsKit.Cli.Sops;

/// <summary>Examples for the help of the sops command line.</summary>
internal static class SopsExamples
{
    /// <summary>Command lines behind the program's name, and what they are for.</summary>
    /// <param name="command">The name of a command.</param>
    public static IReadOnlyList<(string Line, string Purpose)> Of(string command) => command switch
    {
        "encrypt" =>
        [
            ("encrypt -i secrets.yaml", "in place, for the recipients of .sops.yaml"),
            ("encrypt --age age1... secrets.yaml > secrets.enc.yaml", "for one recipient, into another file"),
        ],
        "decrypt" =>
        [
            ("decrypt secrets.yaml", "print the plaintext"),
            ("""decrypt --extract '["db"]["password"]' secrets.yaml""", "print one value"),
            ("decrypt --output-type json secrets.yaml", "in another format"),
        ],
        "edit" => [("edit secrets.yaml", "in the editor of SOPS_EDITOR or EDITOR")],
        "set" =>
        [
            ("""set secrets.yaml '["db"]["port"]' 5432""", "the value is JSON"),
            ("""set --value-stdin secrets.yaml '["db"]["password"]'""", "not on the command line, which other programs can see"),
        ],
        "unset" => [("""unset secrets.yaml '["db"]["password"]'""", "one value, or a map with all below it")],
        "rotate" =>
        [
            ("rotate -i secrets.yaml", "after somebody left"),
            ("rotate -i --add-age age1... --rm-age age1... secrets.yaml", "and change who can decrypt"),
        ],
        "updatekeys" =>
        [
            ("updatekeys secrets.yaml", "after a change of .sops.yaml: shows it and asks"),
            ("updatekeys -y secrets.yaml", "without asking"),
        ],
        "groups add" => [("groups add --file secrets.yaml --age age1... -i", "a group of one recipient")],
        "groups delete" => [("groups delete --file secrets.yaml -i 0", "the first group")],
        "filestatus" => [("filestatus secrets.yaml", """prints {"encrypted":true} or false""")],
        "exec-env" => [("exec-env secrets.yaml ./migrate", "the values of secrets.yaml are its variables")],
        "exec-file" => [("exec-file secrets.yaml 'cat {}'", "by a named pipe: no file holds the plaintext")],
        "publish" => [("publish secrets.yaml", "where destination_rules of .sops.yaml say")],
        "keyservice" => [("keyservice --network unix --address /tmp/keys", "for --keyservice unix:///tmp/keys of others")],
        "completion" => [("completion bash", "a script, for source or a folder of completions")],
        _ => [],
    };
}

package dev.floe.ledger.internal.exec;

/// Which values of a transaction depend on each other: all arguments and results of a command are of one clique
/// from then on. A clique is hot while one of its values has neither `drop`, `store` nor `key`, so that something
/// is still owed for it; private entry functions take nothing from a hot clique.
///
/// Source: The Move Book, "Entry Functions".
final class Cliques {

    private Cliques() {}

    /// A member of a clique.
    static final class Node {
        private Node parent = this;
        private int hot;

        private Node root() {
            Node node = this;
            while (node.parent != node) {
                node.parent = node.parent.parent;
                node = node.parent;
            }
            return node;
        }

        /// Joins the cliques of both.
        void join(Node other) {
            Node mine = root();
            Node theirs = other.root();
            if (mine != theirs) {
                theirs.parent = mine;
                mine.hot += theirs.hot;
            }
        }

        /// A hot value came (1) or went (−1).
        void heat(int change) {
            root().hot += change;
        }

        boolean isHot() {
            return root().hot > 0;
        }
    }
}
